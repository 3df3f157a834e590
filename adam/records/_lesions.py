"""The lesions behind `derived_response`: dated, told apart by kind, at the baseline or at a visit after it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from onespec.adam.methods._dates import complete, days, first_day, last_day
from onespec.engine.columns import combinations
from onespec.engine.contract import Bundle, Name, Selection


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
class Lesions:
    """All lesions, one row a record of the source, with subject (a number), date, kind, and ``row`` in the selection.

    In ``all`` each lesion of a subject has a ``number``, and ``key`` is the row of ``visits`` that a record belongs to
    (-1: none).

    subjects  name of each subject number
    before    True for records of the baseline;  after: for those of a visit after it
    undated   True for records without a date, of subjects with a start
    visits    one row a subject and visit, as `_recist` takes it, and ``exact``: the earliest complete date
    """

    all: pd.DataFrame
    subjects: pd.Index
    before: np.ndarray
    after: np.ndarray
    undated: np.ndarray
    visits: pd.DataFrame

    def baseline(self, kind: str) -> pd.DataFrame:
        return self.all[self.before & (self.all["kind"] == kind)]

    def later(self, kind: str) -> pd.DataFrame:
        return self.all[self.after & (self.all["kind"] == kind)]


def read_lesions(source: Selection, start: pd.Series, columns: LesionColumns) -> Lesions:
    """The lesions of a source; ``start`` is the last day of the baseline of each subject."""
    named = ("visit", "sequence", "lesion", "test", "size", "state")
    lesions = pd.DataFrame({name: source.frame[getattr(columns, name)] for name in named})
    lesions["subject"], subjects = pd.factorize(source.subject)
    lesions["row"], lesions["kind"] = np.arange(len(lesions)), source.frame[columns.group]
    lesions["exact"], earliest, latest = (
        days(source.frame[columns.date], read) for read in (complete, first_day, last_day)
    )
    begins = source.subject.map(start).astype("float64")  # of no lesions, too
    before = earliest <= begins
    after = ~before & (latest > begins)
    lesions["date"] = earliest.where(before, latest)
    lesions["number"], _ = combinations([lesions["subject"], lesions["lesion"]])
    lesions["key"], visits = _visits(lesions, np.flatnonzero(after & lesions["visit"].notna()))
    return Lesions(
        lesions, subjects, before.to_numpy(), after.to_numpy(), (latest.isna() & begins.notna()).to_numpy(), visits
    )


def _visits(lesions: pd.DataFrame, rows: np.ndarray) -> tuple[np.ndarray, pd.DataFrame]:
    """The visit of each lesion (only ``rows`` have one); and one row a subject and visit, in order of subject and time:

    its earliest date, and its lesion of the lowest sequence.
    """
    some = lesions.take(rows)
    codes, first = combinations([some["subject"], some["visit"]])
    visits = some[["subject", "visit"]].take(first).reset_index(drop=True)
    for name in ("date", "exact", "sequence"):
        least = np.full(len(first), np.nan)
        np.fmin.at(least, codes, some[name].to_numpy(float))
        visits[name] = least
    lowest, order = np.empty(len(first), np.intp), np.argsort(some["sequence"].to_numpy(), kind="stable")
    lowest[codes[order[::-1]]] = rows[order[::-1]]  # of a repeated index numpy keeps the last
    visits = visits.assign(row=lowest).sort_values(["subject", "date", "visit"], kind="stable")
    rank, key = np.empty(len(visits), np.intp), np.full(len(lesions), -1)
    rank[visits.index] = np.arange(len(visits))
    key[rows] = rank[codes]
    return key, visits.reset_index(drop=True)
