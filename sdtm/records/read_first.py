"""Long form: the first row of each thing that a subject's rows tell of."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from onespec.engine.contract import Bundle, Name, Report, Rows, Selection, Table
from onespec.engine.registry import records
from onespec.sdtm.methods.visit_number import visit_number


@dataclass(kw_only=True)
class Visits(Selection):
    """The register of visits that took place: each visit and its date."""

    visit: Name
    date: Name


@dataclass(frozen=True)
class PlannedVisit(Bundle):
    """The visit of a row, and what gives its number: the schedule and the register of `visit_number`.

    `visit_number` reports a visit without a place.
    """

    visit: Name
    schedule: Table
    visits: Visits


@records(
    "One record for the subject's first row of {source} for each value of {by}: the row of the visit with the lowest "
    "visit number (VISITNUM of the table {schedule} for {visit}; an unscheduled visit is placed by its date in "
    "{visits}, as in VISITNUM), a row without one last; of one visit the row with the earliest {order}, a blank last; "
    "then in the order of the rows.",
    reports=("NOT-THE-SAME",),
)
def read_first(
    source: Selection,
    by: list[Name],
    planned: PlannedVisit,
    order: Name,
    report: Report,
    same: list[Name] | None = None,
) -> Rows:
    """The first row of each subject and ``by``.

    The visit comes before ``order``: a row whose date is missing is still that of its visit.  ``same`` names
    fields that the later rows repeat; where they say something else than the first row, it is reported.
    """
    frame = source.frame
    keys = frame[["SUBJECT", *by, order]].assign(
        NUMBER=_number(source, planned), LAST=frame[order].isna() | (frame[order] == "")
    )
    keys = keys.sort_values(["NUMBER", "LAST", order], kind="stable")
    first = keys.drop_duplicates(["SUBJECT", *by]).index.to_numpy()
    group = keys.groupby(["SUBJECT", *by]).ngroup().sort_index().to_numpy()
    of_group = np.empty(len(first), np.intp)
    of_group[group[first]] = first
    for field in same or []:
        _compare(frame[field], frame[field].take(of_group[group]).set_axis(frame.index), field, ", ".join(by), report)
    position = np.sort(first)
    return Rows(source.subject.take(position).reset_index(drop=True), source=source.name, position=position)


def _number(source: Selection, planned: PlannedVisit) -> np.ndarray:
    """The visit number of each row; missing for a visit without a place."""
    visits = planned.visits
    subjects = pd.Index(pd.concat([source.subject, visits.subject]).unique())
    taken, dates = (
        visits.frame[name].set_axis(subjects.get_indexer(pd.Index(visits.subject)))
        for name in (visits.visit, visits.date)
    )
    group = pd.Series(subjects.get_indexer(pd.Index(source.subject)))
    return visit_number([source.frame[planned.visit]], planned.schedule, taken, dates, group, Report()).to_numpy()


def _compare(now: pd.Series, first: pd.Series, field: str, by: str, report: Report) -> None:
    report.query(
        "NOT-THE-SAME",
        f"{field} is not what the subject's first row of the same {by} says; the first row counts.",
        "Ask the site which row is right.",
        ((now != first) & (now != "")).to_numpy(),
        now,
    )
