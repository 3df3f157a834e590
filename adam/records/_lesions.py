"""The lesions behind `derived_response`: dated, told apart by kind, at the baseline or at a visit after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from onespec.adam.methods._dates import complete, days, first_day, last_day
from onespec.engine.columns import combinations, in_order
from onespec.engine.contract import Bundle, Many, Name, PerSubject, Selection
from onespec.engine.frames import Frame
from onespec.engine.groups import first_of


@dataclass(frozen=True)
class LesionColumns(Bundle):
    """The columns of tumour results (SDTMIG 3.4, TR): one record a lesion, visit and test.

    date    ISO 8601, may lack the day
    group   kind of the lesion: target, non-target, new
    size    of a measured lesion, in mm;  state: of another one
    """

    visit: Name
    date: Name
    sequence: Name
    lesion: Name
    group: Name
    test: Name
    size: Name
    state: Name


@dataclass
class Visits:
    """The visits after the baseline with a lesion, one each subject and visit, in order of subject and time.

    row      the lesion of the lowest sequence
    subject  number of the subject
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
    subject, number   the number of each record's subject, and that of its lesion
    before    True for records of the baseline
    undated   True for records without a date, of subjects with a start
    key       the visit after the baseline that each record belongs to, by its place in ``visits`` (-1: none)
    """

    all: Frame
    subject: np.ndarray
    number: np.ndarray
    before: np.ndarray
    undated: np.ndarray
    key: np.ndarray
    visits: Visits

    def baseline(self, kind: str) -> np.ndarray:
        """True for records of the baseline of a kind of lesion."""
        return self.before & (self.all["kind"] == kind)

    def later(self, kind: str) -> np.ndarray:
        """True for records of the visits, of a kind of lesion."""
        return (self.key >= 0) & (self.all["kind"] == kind)

    def record(self, row: int) -> dict[str, Any]:
        """The values of one row, and ``row`` itself."""
        return {"row": int(row), **self.all.row(row)}


def read_lesions(source: Selection, start: PerSubject, columns: LesionColumns) -> Lesions:
    """The lesions of a source; ``start`` is the last day of the baseline of each subject."""
    named = {"visit": columns.visit, "sequence": columns.sequence, "lesion": columns.lesion, "test": columns.test}
    named |= {"size": columns.size, "state": columns.state, "kind": columns.group}
    exact, earliest, latest = (days(source.frame[columns.date], read) for read in (complete, first_day, last_day))
    begins = start.of(source.subject)
    before = earliest <= begins
    after = ~before & (latest > begins)
    dates = {"date": earliest.where(before, latest), "exact": exact}
    lesions = Frame({name: source.frame[column] for name, column in named.items()} | dates)
    subject, _ = combinations([source.subject])
    number, _ = combinations([source.subject, lesions["lesion"]])
    key, visits = _visits(lesions, subject, np.flatnonzero(after & lesions["visit"].notna()))
    return Lesions(lesions, subject, number, before, latest.isna() & begins.notna(), key, visits)


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
