"""The lesions behind `derived_response`: dated, told apart by kind, at the baseline or at a visit after it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from onespec.adam.methods._dates import complete, days, first_day, last_day
from onespec.engine.columns import Selection


@dataclass
class Lesions:
    """All lesions, one row a record of the source, with subject (a number), date, kind, and ``row`` in the selection.

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


def read_lesions(source: Selection, start: pd.Series, date: str, group: str, **named: str) -> Lesions:
    """``named``: the source's columns for visit, sequence, lesion, test, size and state."""
    lesions = pd.DataFrame({name: source.frame[column] for name, column in named.items()})
    lesions["subject"], subjects = pd.factorize(source.subject)
    lesions["row"], lesions["kind"] = np.arange(len(lesions)), source.frame[group]
    lesions["exact"], earliest, latest = (days(source.frame[date], read) for read in (complete, first_day, last_day))
    begins = source.subject.map(start).astype("float64")     # of no lesions, too
    before = earliest <= begins
    after = ~before & (latest > begins)
    lesions["date"] = earliest.where(before, latest)
    return Lesions(lesions, subjects, before.to_numpy(), after.to_numpy(), (latest.isna() & begins.notna()).to_numpy(), _visits(lesions[after]))


def _visits(lesions: pd.DataFrame) -> pd.DataFrame:
    """One row a subject and visit, in order of subject and time: its earliest date, and its lesion of the lowest sequence."""
    visits = lesions.sort_values("sequence", kind="stable").groupby(["subject", "visit"], sort=False)
    visits = visits.agg(date=("date", "min"), exact=("exact", "min"), sequence=("sequence", "first"), row=("row", "first"))
    return visits.reset_index().sort_values(["subject", "date", "visit"], kind="stable", ignore_index=True)
