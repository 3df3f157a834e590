# pyright: standard
"""What the cells of a column can be: type, date format and answers that all its values meet, with the evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from onespec.engine.notation import PLAIN
from onespec.engine.raw.dates import parse_date, parse_time
from onespec.engine.spec.standards import dataset_names, facts
from onespec.engine.spec.terminology import Package, PublishedCodelist

_TIMES = ("THH:MM", "THH:MM:SS", " HH:MM", " HH:MM:SS")
# In the order of preference; a pair that reads the same text as different days is ambiguous.
DATE_FORMATS = (
    "YYYY-MM-DD",
    "YYYY/MM/DD",
    "YYYYMMDD",
    "YYYY年M月D日",
    "DDMONYYYY",
    "DD-MON-YYYY",
    "DD MON YYYY",
    "DD/MM/YYYY",
    "MM/DD/YYYY",
    "DD.MM.YYYY",
    "MM.DD.YYYY",
    "DD-MM-YYYY",
    "MM-DD-YYYY",
    *(f"{day}{time}" for day in ("YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY") for time in _TIMES),
)
# Looked at where none of those fits: days and months without a zero, and years of two digits.
LOOSE_FORMATS = (
    "D-MON-YYYY",
    "D MON YYYY",
    "D MONTH YYYY",
    "D/M/YYYY",
    "M/D/YYYY",
    "DDMONYY",
    "D-MON-YY",
    "D MON YY",
    "D/M/YY",
    "M/D/YY",
    "D.M.YY",
)
NOT_THERE = ("NA", "N/A", ".")  # what stands for a missing value where all others are of one type
_YES = "C66742"  # the codelist of yes and no
_COMMA = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+)(?:,[0-9]+)?")  # 1.234,5
_GROUPED = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")  # 1,234.5
_FEW = 12  # so many different answers are a list, when they are repeated
_ANY_CENTURY = "1950"  # whether a text is a day does not depend on it, but for one in four years
_LIVES = range(1880, 2101)  # years that digits without a separator may mean


@dataclass
class DraftColumn:
    """A guess of one column.

    answers   different values, as written, of a column with a codelist
    formats   date formats that all values meet
    marks     the decimal mark of numbers and that for thousands, where they are not those of YAML
    evidence  what the guess stands on
    """

    name: str
    values: Sequence[str]
    type: str = "text"
    formats: tuple[str, ...] = ()
    codelist: str = ""
    marks: tuple[str, str] = (".", "")
    evidence: str = ""
    answers: tuple[str, ...] = ()
    decided: bool = False  # of several formats: each serves values of its own
    labels: dict[str, str] = field(default_factory=dict)  # by language; the name, where there are none
    unknown: bool = False  # whether the codelist does not know all values
    missing: tuple[str, ...] = ()  # markers of missing values
    century: str = ""  # the first year of two digits
    prefix: str = ""  # what the register of subjects writes before its values

    @property
    def filled(self) -> list[str]:
        return [v for v in self.values if v and v not in self.missing]

    @property
    def short_years(self) -> bool:
        """Whether a format has years of two digits."""
        return any("YY" in f and "YYYY" not in f for f in self.formats)


@dataclass
class DraftCodelist:
    """A codelist: that of the terminology with this NCI code, or, without one, the sponsor's own.

    decodes  of own terms, where they are not the terms themselves
    """

    name: str
    nci: str = ""
    terms: dict[str, list[str]] = field(default_factory=dict)
    decodes: dict[str, str] = field(default_factory=dict)
    title: str = ""
    evidence: str = ""

    def means(self) -> dict[str, str]:
        """Answer in small letters -> the term, and what it means."""
        said = ((t, answer, self.decodes.get(t, t)) for t, answers in self.terms.items() for answer in (t, *answers))
        return {answer.casefold(): f"{term}: {decode}" for term, answer, decode in said}


def draft_column(name: str, cells: Iterable[str]) -> DraftColumn:
    """Type and formats of a column.

    >>> draft_column("BORN", ["17/05/1980", "", "UN/11/1975"]).formats
    ('DD/MM/YYYY',)
    >>> draft_column("SEEN", ["04/05/2021"]).formats
    ('DD/MM/YYYY', 'MM/DD/YYYY')
    >>> [draft_column("X", [value]).type for value in ("12.5", "007", "8:30", "12 mg", "")]
    ['number', 'text', 'time', 'text', 'text']
    """
    out = _draft(DraftColumn(name, [cell.strip() for cell in cells]))
    marks = tuple(m for m in NOT_THERE if m in out.values)
    if out.type != "text" or not marks:
        return out
    without = _draft(DraftColumn(name, out.values, missing=marks))
    if without.type == "text" and without.filled:
        return out
    without.evidence += f", {' and '.join(marks)} left out"
    return without


def mark_missing(columns: Collection[DraftColumn]) -> None:
    """What stands for a missing value in one column of a file does so in its texts, too."""
    proven = {mark: column.name for column in columns for mark in column.missing if column.type != "text"}
    for column in columns:
        marks = tuple(mark for mark in proven if mark in column.values)
        if column.type == "text" and marks and not column.missing:
            column.missing = marks
            column.evidence += f"; {marks[0]} is no value, as in {proven[marks[0]]}"


def _draft(out: DraftColumn) -> DraftColumn:
    filled = out.filled
    count = f"{len(filled)} of {len(filled)} values"
    if not filled:
        out.evidence = "no value"
    elif formats := _all_meet(filled, DATE_FORMATS) or _all_meet(filled, LOOSE_FORMATS):
        out.type, out.formats, out.evidence = "date", formats, f"{count} are written as {' and '.join(formats)}"
    elif all(not parse_time(v)[1] for v in filled):
        out.type, out.evidence = "time", f"{count} are times of day"
    elif all(PLAIN.fullmatch(v) for v in filled) and not any(re.match("[+-]?0[0-9]", v) for v in filled):
        out.type, out.evidence = "number", f"{count} are numbers"
    elif marks := _marks(filled):
        if len(marks) == 1:
            out.type, out.marks = "number", marks[0]
            out.evidence = f"{count} are numbers as {max(filled, key=len)}"
        else:
            out.evidence = (
                f"{count} are numbers, and the comma may be a decimal mark: say which, 'type: number, decimal'"
            )
    elif several := _several(filled):
        out.type, out.formats, out.evidence = "date", several, f"{count} are written as {' or '.join(several)}"
        out.decided = True
    else:
        out.evidence = f"{len(filled)} values, {len(set(filled))} of them different"
    return out


def _marks(filled: Sequence[str]) -> list[tuple[str, str]]:
    """The marks that all numbers of a column may have, where one has a comma: decimal mark, and that for thousands."""
    if not any("," in v for v in filled):
        return []
    ways = ((_COMMA, ",", "."), (_GROUPED, ".", ","))
    return [
        (decimal, group if any(group in v for v in filled) else "")
        for way, decimal, group in ways
        if all(map(way.fullmatch, filled))
    ]


def _all_meet(filled: Sequence[str], formats: Sequence[str]) -> tuple[str, ...]:
    return tuple(f for f in formats if all(_is_date(v, f) for v in filled))


def _is_date(value: str, format_: str) -> bool:
    iso, problem = parse_date(value, (format_,), _ANY_CENTURY)
    return not problem and (format_ != "YYYYMMDD" or int(iso[:4]) in _LIVES)


def _several(filled: Sequence[str]) -> tuple[str, ...]:
    """Formats of which each value meets one only; none where there are no such ones."""
    used = tuple(f for f in DATE_FORMATS if any(_is_date(v, f) for v in filled))
    rest = [v for v in filled if not any(_is_date(v, f) for f in used)]
    used += tuple(f for f in LOOSE_FORMATS if any(_is_date(v, f) for v in rest))
    return used if used and all(sum(_is_date(v, f) for f in used) == 1 for v in filled) else ()


def decide_dates(columns: Sequence[DraftColumn]) -> None:
    """Of formats that fit alike, take the one that other columns of the export prove; without such a proof, none."""
    proven = {c.formats[0]: c.name for c in reversed(columns) if len(c.formats) == 1}
    for column in (c for c in columns if len(c.formats) > 1 and not c.decided):
        fit = [f for f in column.formats if f in proven]
        if len(fit) == 1:
            column.evidence += f"; {proven[fit[0]]} can only be {fit[0]}"
            column.formats = (fit[0],)
        else:
            column.evidence += ": say which, 'type: date, format: [...]'"
            column.type, column.formats = "text", ()


def decide_centuries(columns: Sequence[DraftColumn], created: str) -> None:
    """Years of two digits end with that of the time stamp, or, without one, with the latest of the other dates."""
    dates = [c for c in columns if c.type == "date"]
    known = {parse_date(v, c.formats)[0][:4] for c in dates if not c.short_years for v in c.filled}
    latest = created[:4] or max(known, default="")
    for column in (c for c in dates if c.short_years):
        if latest:
            first = int(latest) - 99
            column.century = str(first)
            column.evidence += f"; two digits of a year are {first} to {latest}"
        else:
            column.evidence += ": say what two digits of a year are, 'type: date, format: [...], century: ...'"
            column.type, column.formats = "text", ()


def draft_codelist(column: DraftColumn, package: Package) -> DraftCodelist | None:
    """The codelist of a text column: one of the terminology that knows all answers, or a list of few repeated ones."""
    filled = column.filled
    different = Counter(v.casefold() for v in filled)
    if column.type != "text" or not 1 < len(different) <= _FEW:
        return None
    answers: dict[str, str] = {}
    for value in filled:
        answers.setdefault(value.casefold(), value)
    column.answers = tuple(answers.values())
    for published in _of_variables(package):
        meant = {a: term for a in answers if (term := _meaning(published).get(a))}
        if len(meant) == len(answers):
            out = DraftCodelist(published.value, published.code)
            for folded, term in meant.items():
                out.terms.setdefault(term, []).extend([answers[folded]] if answers[folded] != term else [])
            column.evidence = f"{len(filled)} of {len(filled)} values are terms of {published.code} ({published.name})"
            return out
    if len(filled) < 2 * len(different):
        return None
    column.evidence = f"{len(different)} different answers in {len(filled)} values"
    return DraftCodelist(column.name, "", {answer: [] for answer in answers.values()})


def published_as(
    terms: Mapping[str, Mapping[str, str]], package: Package | None, nci: str = ""
) -> DraftCodelist | None:
    """The published codelist that has each term: by its English decode, or, without one, by its coded value.

    That with the NCI code, where one is given; of one term alone only what says yes is looked for.
    """
    if package is None or not terms:
        return None
    known = (
        [package[nci]] if nci in package else [p for p in _of_variables(package) if len(terms) > 1 or p.code == _YES]
    )
    for published in known:
        meaning = _meaning(published)
        meant = {coded: meaning.get((said.get("en") or coded).casefold(), "") for coded, said in terms.items()}
        if nci in package:
            meant = {coded: term or meaning.get(coded.casefold(), "") for coded, term in meant.items()}
        if all(meant.values()) and len(set(meant.values())) == len(meant):
            out = DraftCodelist(published.value, published.code)
            for coded, term in meant.items():
                texts = {text.casefold(): text for text in (coded, *terms[coded].values())}
                out.terms[term] = [text for folded, text in texts.items() if folded != term.casefold()]
            return out
    return None


def joined(codelists: dict[str, DraftCodelist], made: DraftCodelist) -> str:
    """The name of a codelist in the study: of one that is there the answers go together, where none means another."""
    name, means = made.name, made.means()
    while name in codelists and (codelists[name].nci != made.nci or _differ(codelists[name].means(), means)):
        name += "_2"
    there = codelists.setdefault(name, replace(made, name=name, terms={}, decodes={}))
    for term, answers in made.terms.items():
        known = there.terms.setdefault(term, [])
        known += [a for a in answers if a.casefold() not in {k.casefold() for k in known}]
    there.decodes |= made.decodes
    return name


def _differ(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return any(one[answer] != other[answer] for answer in one.keys() & other.keys())


def _meaning(published: PublishedCodelist) -> dict[str, str]:
    """Text in small letters -> the term that it is, or the preferred term of."""
    preferred = {t.preferred.casefold(): t.value for t in published.terms.values()}
    return preferred | {t.value.casefold(): t.value for t in published.terms.values()}


@lru_cache
def _of_variables(package: Package) -> tuple[PublishedCodelist, ...]:
    """The codelists that SDTMIG names for a variable: the shortest first."""
    codes = {code for name in dataset_names() for fact in facts("sdtm", name, "").values() for code in fact.codelists}
    return tuple(sorted((package[c] for c in codes if c in package), key=lambda p: (len(p.terms), p.code)))
