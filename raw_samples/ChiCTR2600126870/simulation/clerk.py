"""The clerk who writes a plan on forms, in the manner of clerks: styles of dates, stray blanks, wide digits."""

from datetime import date

from . import answers
from .draws import Draws
from .forms import FORMS
from .plan import Plan
from .study import DATA_CUT, SITE, add_days

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
WIDE_COLUMNS = frozenset(
    ("VISIT", "访视", "LBDAT", "采样日期", "ALT", "血小板", "AFP", "SYSBP", "EGDAT", "QTCF", "乙肝病毒DNA")
)


class Clerk:
    def __init__(self, plan: Plan, draws: Draws):
        self.plan, self.draws = plan, draws
        self.rows: dict[str, list[dict]] = {form: [] for form in FORMS}

    def enter(self, form: str, **cells) -> None:
        """One row of a form; site and subject are filled in."""
        head = FORMS[form]
        row = {head.site: SITE, head.subject: self.plan.number, **cells}
        if self.draws.chance(4):
            self._stray_blank(row)
        if self.draws.chance(0.5) and not self.plan.clean:
            self._wide_digits(row)
        self.rows[form].append(row)

    def link(self, form: str, **cells) -> None:
        """Fill fields of the row just entered, as they are: neither they nor the row are marked once more."""
        self.rows[form][-1].update(cells)

    def _stray_blank(self, row: dict) -> None:
        column = self.draws.pick(list(row))
        if isinstance(row[column], str) and row[column]:
            row[column] += self.draws.pick((" ", "  "))

    def _wide_digits(self, row: dict) -> None:
        column = self.draws.pick([name for name in row if name in WIDE_COLUMNS] or [""])
        if isinstance(row.get(column), str):
            row[column] = row[column].translate(WIDE)

    def say(self, known: dict, term) -> str:
        return self.draws.pick(known[term])

    def yes(self, answer: bool) -> str:
        return self.draws.pick(answers.NY["Y" if answer else "N"])

    def visit(self, name: str) -> str:
        """A visit, by its name in English or one of its names in Chinese or in short."""
        return self.draws.pick(visit_names(name))

    def any_style(self, day: date | None) -> str:
        style = self.draws.below(10)
        return sas(day) if style == 8 else slash(day) if style == 9 else iso(day)

    def uncertain(self, day: date | None, percent: float) -> str:
        """In any style; so many percent without the day, a third of these without the month."""
        if day is None or not self.draws.chance(percent):
            return self.any_style(day)
        if self.draws.chance(33):
            return self.draws.pick((f"{day.year}-UN-UN", f"UNUNK{day.year}"))
        return self.draws.pick((f"{day.year}-{day.month:02d}-UN", f"UN{MONTHS[day.month - 1]}{day.year}"))

    def clock(self, first: int, last: int) -> str:
        """A time of day between two hours; sometimes forgotten."""
        if self.draws.chance(2):
            return ""
        return f"{self.draws.between(first, last):02d}:{self.draws.between(0, 59):02d}"

    def stamp(self, day: date) -> str:
        """When a row was typed in: within three days, and for a day up to the data cut by the data cut."""
        typed = min(add_days(day, self.draws.between(0, 3)), max(day, DATA_CUT))
        hour, minute, second = (self.draws.between(*hours) for hours in ((8, 18), (0, 59), (0, 59)))
        return f"{typed.isoformat()} {hour:02d}:{minute:02d}:{second:02d}"

    def mark(self) -> str:
        return "√" if self.draws.chance(70) else ""


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def sas(day: date | None) -> str:
    return f"{day.day:02d}{MONTHS[day.month - 1]}{day.year}" if day else ""


def slash(day: date | None) -> str:
    return f"{day.year}/{day.month}/{day.day}" if day else ""


def visit_names(name: str) -> tuple[str, ...]:
    kind, _, number = name.partition(" ")
    if kind == "CYCLE":
        n = number.split()[0]
        return f"C{n}D1", f"第{n}周期第1天", name
    if kind == "WEEK":
        return f"W{number}", f"第{number}周", f"第{number}周肿瘤评估", name
    if kind == "UNSCHEDULED":
        return f"计划外访视{number}", f"UNS{number}", name
    return {
        "SCREENING": ("筛选期", "SCR"),
        "END OF TREATMENT": ("治疗结束", "EOT"),
        "SAFETY FOLLOW-UP": ("安全性随访",),
    }[name]
