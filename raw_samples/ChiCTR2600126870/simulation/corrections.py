"""Mistakes that sites made and mended while the trial ran: they stand in exports of earlier days, not in the last one.

Each mistake goes to the first subject, from a given one on, who has a row that it fits.  Nothing is drawn, so the rest
of an export stays as it is.  `finding` is the rule by which a build of that day must ask about it; blank: nothing tells
that it is one, until it is mended.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date

from .as_of import first_day, known_rows
from .clerk import iso, sas, slash, visit_names
from .forms import FORMS
from .plan import Plan
from .study import add_days

Rows = dict[str, list[dict]]  # of one subject, by form
COLUMNS = ("MISTAKE", "FINDING", "FILE", "ROW", "SUBJID", "FIELD", "TYPED", "RIGHT", "MENDED")
TRANSFERS = (date(2026, 6, 30), date(2026, 12, 31), date(2027, 6, 30))
# A mistake stands from one of these days on, until the next ones.
FIRST = ((date(2026, 1, 1), date(2026, 9, 1)),)
SECOND = ((date(2026, 11, 1), date(2027, 3, 1)),)
THIRD = ((date(2027, 5, 1), date(2027, 9, 1)),)


@dataclass(frozen=True)
class Mistake:
    """`typed` gives the cells that a row had instead of its own; or, `again`, those of a second row beside it.

    fits   may look at no cell that is open for a while, such as an end (`as_of`)
    since  index of the first subject who may have made it
    during when it stood in the exports: from a day on, until another one
    """

    name: str
    finding: str
    form: str
    column: str
    since: int
    during: tuple[tuple[date, date], ...]
    fits: Callable[[Plan, dict], bool]
    typed: Callable[[Plan, dict], dict]
    again: bool = False

    def until(self, day: date) -> date | None:
        """When it is mended, if it stands on a day."""
        return next((until for since, until in self.during if since <= day < until), None)


@dataclass
class Standing:
    """A mistake in an export: its row as it was typed, and the right value; blank where the row should not be."""

    mistake: Mistake
    row: dict
    right: str
    mended: date


@dataclass
class Corrections:
    """What stood otherwise in the export of a day."""

    day: date | None
    open: list[Mistake] = field(default_factory=lambda: list(MISTAKES))
    standing: list[Standing] = field(default_factory=list)

    def made(self, plan: Plan, rows: Rows, faulty: Collection[int]) -> dict[int, Mistake]:
        """The mistakes of a subject, by the identity of the row; one a form, and none in a row with a planted fault."""
        out: dict[int, Mistake] = {}
        taken: set[str] = set()
        for mistake in list(self.open) if self.day and plan.treated else ():
            if plan.index < mistake.since or mistake.form in taken:
                continue
            fitting = (r for r in rows[mistake.form] if id(r) not in faulty and mistake.fits(plan, r))
            row = next(fitting, None)
            if row is not None:
                taken.add(mistake.form)
                self.open.remove(mistake)
                out[id(row)] = mistake
        return out

    def exported(self, plan: Plan, form: str, rows: list[dict], made: dict[int, Mistake]) -> list[dict]:
        """The rows of a subject's form as the export had them, mistakes and all; all of them without a day."""
        if self.day is None:
            return rows
        return [typed for row in rows for typed in self._typed(plan, form, row, made.get(id(row)))]

    def _typed(self, plan: Plan, form: str, row: dict, mistake: Mistake | None) -> list[dict]:
        known = known_rows(plan, form, [row], self.day)
        mended = mistake.until(self.day) if mistake else None
        if not known or mended is None:
            return known
        typed = known[0] | mistake.typed(plan, row)
        right = "" if mistake.again else str(row[mistake.column])
        self.standing.append(Standing(mistake, typed, right, mended))
        return [*known, typed] if mistake.again else [typed]

    def truth(self, written: dict[int, int]) -> list[dict]:
        """The rows of corrections.csv; `written`: the number in its file of each row that was written, by identity."""
        return [
            dict(
                zip(
                    COLUMNS,
                    (
                        each.mistake.name,
                        each.mistake.finding,
                        FORMS[each.mistake.form].file,
                        written[id(each.row)],
                        each.row[FORMS[each.mistake.form].subject],
                        each.mistake.column,
                        each.row[each.mistake.column],
                        each.right,
                        iso(each.mended),
                    ),
                    strict=True,
                )
            )
            for each in self.standing
        ]


def _between(text: str, first: date, last: date) -> bool:
    """Is it written as a whole day between two others?"""
    day = first_day(text)
    whole = day is not None and text in (iso(day), sas(day), slash(day))
    return whole and first <= day <= last


def _dated(column: str, first: date, last: date, *filled: str) -> Callable[[Plan, dict], bool]:
    """Fits a row with a whole date between two days, and with some cells filled."""
    return lambda plan, row: _between(row[column], first, last) and all(row[name] for name in filled)


def _at(name: str, column: str = "VISIT") -> Callable[[Plan, dict], bool]:
    return lambda plan, row: row[column] in visit_names(name)


def _both(*conditions: Callable[[Plan, dict], bool]) -> Callable[[Plan, dict], bool]:
    return lambda plan, row: all(condition(plan, row) for condition in conditions)


def _is(column: str, *values: str) -> Callable[[Plan, dict], bool]:
    return lambda plan, row: row[column] in values


def _days_before(column: str, of: str, days: int) -> Callable[[Plan, dict], dict]:
    """The cell is some days before a date of its row."""
    return lambda plan, row: {column: iso(add_days(first_day(row[of]), -days))}


def _no_point(column: str) -> Callable[[Plan, dict], dict]:
    return lambda plan, row: {column: row[column].replace(".", "")}


EARLY = (date(2025, 10, 1), date(2026, 5, 31))
LATER = (date(2026, 7, 5), date(2026, 10, 15))
LAST = (date(2027, 1, 5), date(2027, 4, 15))
PD, PR = ("PD", "疾病进展"), ("PR", "部分缓解")

MISTAKES = (
    # in the first transfer
    Mistake(
        "a weight without its decimal point",
        "RAW-RANGE",
        "vital_signs",
        "WEIGHT",
        1,
        FIRST,
        _both(_at("CYCLE 3 DAY 1"), _dated("VSDAT", *EARLY), lambda plan, row: "." in row["WEIGHT"]),
        _no_point("WEIGHT"),
    ),
    Mistake(
        "a medicine typed twice",
        "RAW-DUPLICATE",
        "conmeds",
        "CMSPID",
        2,
        FIRST,
        _both(_is("CMSPID", "4"), _dated("CMSTDAT", *EARLY, "CMAENO")),
        lambda plan, row: {},
        again=True,
    ),
    Mistake(
        "an adverse event entered again under another number",
        "CHECK-TWICE",
        "ae",
        "AESPID",
        2,
        FIRST,
        _both(_is("AESPID", "4"), _dated("AESTDAT", *EARLY)),
        lambda plan, row: {"AESPID": "90"},
        again=True,
    ),
    Mistake(
        "a form under the wrong visit",
        "RAW-DUPLICATE",
        "ecog",
        "VISIT",
        2,
        FIRST,
        _both(_at("CYCLE 4 DAY 1"), _dated("ECOGDAT", *EARLY)),
        lambda plan, row: {"VISIT": "C2D1"},
    ),
    Mistake(
        "a day that no calendar has",
        "RAW-DATE",
        "afp",
        "LBDAT",
        4,
        FIRST,
        _both(_at("CYCLE 3 DAY 1"), _dated("LBDAT", *EARLY, "AFP")),
        lambda plan, row: {"LBDAT": f"{first_day(row['LBDAT']).year}-02-30"},
    ),
    Mistake(
        "a progression dated a month early",
        "",
        "response",
        "RSDAT",
        2,
        FIRST,
        _both(_is("RSOVRL", *PD), _dated("RSDAT", *EARLY)),
        _days_before("RSDAT", "RSDAT", 30),
    ),
    Mistake(
        "a partial response taken for a complete one",
        "CHECK-CONTRADICTION",
        "response",
        "RSOVRL",
        4,
        FIRST,
        _both(_is("RSOVRL", *PR), _is("RSTRG", *PR), _dated("RSDAT", *EARLY)),
        lambda plan, row: {"RSOVRL": "CR"},
    ),
    Mistake(
        "a date written in another style",
        "",
        "conmeds",
        "CMSTDAT",
        4,
        FIRST,
        _dated("CMSTDAT", *EARLY, "CMAENO"),
        lambda plan, row: {"CMSTDAT": f"{sas(first_day(row['CMSTDAT']))} "},
    ),
    # in the first one, not in the second, and back in the third: an old copy of the form was entered again
    Mistake(
        "a pulse in words",
        "RAW-NUMBER",
        "vital_signs",
        "PULSE",
        4,
        (*FIRST, *THIRD),
        _both(_at("CYCLE 2 DAY 1"), _dated("VSDAT", *EARLY)),
        lambda plan, row: {"PULSE": "六十八次"},
    ),
    # in the second
    Mistake(
        "a dose with a digit too many",
        "RAW-RANGE",
        "oxaliplatin",
        "OXDOSE",
        14,
        SECOND,
        _dated("OXSTDAT", *LATER, "OXDOSE"),
        lambda plan, row: {"OXDOSE": f"{row['OXDOSE']}0"},
    ),
    Mistake(
        "a sample under a number that nobody has",
        "RAW-SUBJECT",
        "coagulation",
        "SUBJID",
        15,
        SECOND,
        _dated("LBDAT", *LATER),
        lambda plan, row: {"SUBJID": f"8{plan.number[1:]}"},
    ),
    Mistake(
        "an ongoing medicine with an end date",
        "CHECK-CONTRADICTION",
        "conmeds",
        "CMONGO",
        15,
        SECOND,
        _both(_dated("CMSTDAT", *LATER, "CMAENO"), _dated("CMENDAT", *LATER)),
        lambda plan, row: {"CMONGO": "是"},
    ),
    Mistake(
        "tablets typed twice, as a further period",
        "CHECK-TWICE",
        "capecitabine",
        "CAPSEQ",
        16,
        SECOND,
        _both(_is("CAPSEQ", "1"), _dated("CAPSTDAT", *LATER, "CAPDOSE")),
        lambda plan, row: {"CAPSEQ": "9"},
        again=True,
    ),
    # in the third
    Mistake(
        "an event that ends before it begins",
        "CHECK-AFTER",
        "ae",
        "AEENDAT",
        24,
        THIRD,
        _both(_dated("AESTDAT", *LAST), _dated("AEENDAT", *LAST)),
        _days_before("AEENDAT", "AESTDAT", 4),
    ),
    Mistake(
        "a potassium without its decimal point",
        "CHECK-PLAUSIBLE",
        "chemistry",
        "K",
        24,
        THIRD,
        _both(_dated("LBDAT", *LAST), lambda plan, row: row["K"][1:2] == "."),
        _no_point("K"),
    ),
)
