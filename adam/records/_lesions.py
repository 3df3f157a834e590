"""The lesions behind `derived_response`: dated, told apart by kind, at the baseline or at a visit after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any

import numpy as np

from onespec.adam.methods._dates import complete, days, first_day, last_day
from onespec.adam.records._axes import SHORT, UNKNOWN, Axes, Identified, axes, kinds
from onespec.engine.columns import combinations, in_order
from onespec.engine.contract import Bundle, Many, Name, NumberName, PerSubject, Selection, TermOf, TextName
from onespec.engine.frames import Frame
from onespec.engine.groups import first_of


@dataclass(frozen=True)
class LesionColumns(Bundle):
    """The columns of tumour results (SDTMIG 3.4, TR): one record a lesion, visit and test.

    date        ISO 8601, may lack the day
    group       kind of the lesion: target, non-target, new
    size        of a measured lesion, in mm;  state: of another one
    evaluator   who assessed; each one's lesions are a course of their own
    identified  the records that tell where each lesion is
    """

    visit: Name = "VISITNUM"
    date: TextName = "TRDTC"
    sequence: NumberName = "TRSEQ"
    lesion: TextName = "TRLNKID"
    group: TextName = "TRGRPID"
    test: TextName = "TRTESTCD"
    size: NumberName = "TRSTRESN"
    state: TextName = "TRSTRESC"
    evaluator: list[Name] = field(default_factory=lambda: ["TREVAL"])
    identified: Identified | None = None


@dataclass(frozen=True)
class Terms(Bundle):
    """The controlled terms of lesions.

    target, non_target, new   the kinds of lesion
    node_test, long_test      the tests that measure the short axis of a node, and the longest diameter
    node_location             what the location of a node holds
    gone, progressed          states of a non-target lesion
    certain, uncertain        states of a new lesion that counts, and of one that may count later
    not_evaluable             states that say nothing
    """

    target: Annotated[str, TermOf("group")] = "TARGET"
    non_target: Annotated[str, TermOf("group")] = "NON-TARGET"
    new: Annotated[str, TermOf("group")] = "NEW"
    node_test: Annotated[str, TermOf("test")] = "LPERP"
    long_test: Annotated[str, TermOf("test")] = "LDIAM"
    node_location: str = "LYMPH NODE"
    gone: Annotated[str, TermOf("state")] = "ABSENT"
    progressed: Annotated[str, TermOf("state")] = "UNEQUIVOCAL PROGRESSION"
    certain: Annotated[str, TermOf("state")] = "UNEQUIVOCAL"
    uncertain: Annotated[str, TermOf("state")] = "EQUIVOCAL"
    not_evaluable: list[Annotated[str, TermOf("state")]] = field(default_factory=lambda: ["NOT EVALUABLE"])


@dataclass
class Visits:
    """The visits after the baseline with a lesion, one each subject, evaluator and visit, in order of these and time.

    row      the lesion of the lowest sequence
    subject  number of the subject and evaluator
    values   date and exact: the earliest date of a lesion, and the earliest complete one; sequence: the lowest
    """

    row: np.ndarray
    subject: np.ndarray
    values: Frame

    def __len__(self) -> int:
        return len(self.row)


@dataclass
class Lesions:
    """All lesions, one row a record of the source: visit, sequence, lesion, test, size, state, kind, date, exact.

    exact     the date, where it is complete
    subject, number   the number of each record's subject and evaluator, and that of its lesion
    before    True for records of the baseline
    undated   True for records without a date, of subjects with a start
    key       the visit after the baseline that each record belongs to, by its place in ``visits`` (-1: none)
    axes      of target lesions; sizes on another axis are left out of ``all``
    """

    all: Frame
    subject: np.ndarray
    number: np.ndarray
    before: np.ndarray
    undated: np.ndarray
    key: np.ndarray
    visits: Visits
    axes: Axes

    @property
    def lesions(self) -> int:
        """How many lesions there are: their numbers are below."""
        return int(self.number.max(initial=-1)) + 1

    def baseline(self, kind: str) -> np.ndarray:
        """True for records of the baseline of a kind of lesion."""
        return self.before & (self.all["kind"] == kind)

    def later(self, kind: str) -> np.ndarray:
        """True for records of the visits, of a kind of lesion."""
        return (self.key >= 0) & (self.all["kind"] == kind)

    def record(self, row: int) -> dict[str, Any]:
        """The values of one row, and ``row`` itself."""
        return {"row": int(row), **self.all.row(row)}


def read_lesions(source: Selection, start: PerSubject, columns: LesionColumns, terms: Terms) -> Lesions:
    """The lesions of a source; ``start`` is the last day of the baseline of each subject."""
    named = {"visit": columns.visit, "sequence": columns.sequence, "lesion": columns.lesion, "test": columns.test}
    named |= {"size": columns.size, "state": columns.state, "kind": columns.group}
    exact, earliest, latest = (days(source.frame[columns.date], read) for read in (complete, first_day, last_day))
    begins = start.of(source.subject)
    before = earliest <= begins
    after = ~before & (latest > begins)
    dates = {"date": earliest.where(before, latest), "exact": exact}
    lesions = Frame({name: source.frame[column] for name, column in named.items()} | dates)
    whose = [source.subject, *(source.frame[name] for name in columns.evaluator)]
    subject, _ = combinations(whose)
    number, first = combinations([*whose, lesions["lesion"]])
    counted = _axes(lesions, number, kinds([*whose, lesions["lesion"]], columns.identified, terms.node_location), terms)
    state = lesions["state"].mask(lesions["state"].isin(terms.not_evaluable))
    lesions = Frame(dict(lesions.items()) | {"size": lesions["size"].mask(counted.other), "state": state})
    key, visits = _visits(lesions, subject, np.flatnonzero(after & lesions["visit"].notna()))
    undated = latest.isna() & begins.notna()
    return Lesions(lesions, subject, number, before, undated, key, visits, counted)


def _axes(lesions: Frame, number: np.ndarray, kind: np.ndarray, terms: Terms) -> Axes:
    """The axes of the target lesions; sizes of other lesions have no part in a sum."""
    test, target = lesions["test"], lesions["kind"] == terms.target
    axis = np.select([test == terms.node_test, test == terms.long_test], [SHORT, 1 - SHORT], UNKNOWN)
    of_lesion = np.full(int(number.max(initial=-1)) + 1, UNKNOWN)
    of_lesion[number] = kind
    visit, _ = combinations([lesions["visit"]])
    size = lesions["size"].where(target)
    return axes(number, of_lesion, size, axis, [lesions["date"].to_numpy(), visit])


def _visits(lesions: Frame, subject: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, Visits]:
    """The visit of each lesion (only ``rows`` have one), and the visits."""
    some = lesions.take(rows)
    codes, first = combinations([subject[rows], some["visit"]])
    found = Many(some["sequence"], codes, len(first))
    values = Frame({name: found.least(some[name]) for name in ("date", "exact", "sequence")})
    order = in_order(subject[rows[first]], values["date"], some["visit"].take(first))
    rank, key = np.empty(len(first), np.intp), np.full(len(lesions), -1)
    rank[order] = np.arange(len(first))
    key[rows] = rank[codes]
    lowest = rows[first_of(codes, len(first), some["sequence"].to_numpy())][order]
    return key, Visits(lowest, subject[lowest], values.take(order))
