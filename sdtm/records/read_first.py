"""Long form: the first row of each thing that a subject's rows tell of."""

from dataclasses import dataclass

import numpy as np

from onespec.engine.columns import blank, combinations, concat, missing_last
from onespec.engine.contract import Bundle, Column, Many, Name, Report, Rows, Selection, Table
from onespec.engine.groups import first_of
from onespec.engine.registry import records
from onespec.sdtm.methods._visits import Register
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
    "visit number (VISITNUM of {schedule} for {visit}; an unscheduled visit is placed by its date in "
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

    Example::

        - read_first:
            from: history
            by: [DISEASE]
            visit: VISIT
            order: DATE
            schedule: visits
            visits: {from: visit_dates, visit: VISIT, date: DATE}

        visits | VISIT     | VISITNUM
               | SCREENING | 1
               | WEEK 1    | 2

        visit_dates | USUBJID | VISIT     | DATE
                    | 1       | SCREENING | 2021-01-04
                    | 1       | WEEK 1    | 2021-01-11

        history | USUBJID | VISIT     | DATE       | DISEASE
                | 1       | WEEK 1    | 2021-01-11 | Asthma
                | 1       | SCREENING | 2021-01-04 | Asthma
                | 1       | WEEK 1    | 2021-01-11 | Gout

        MH | USUBJID | history.DISEASE | history.VISIT
           | 1       | Asthma          | SCREENING
           | 1       | Gout            | WEEK 1
    """
    frame = source.frame
    group, rows = combinations([source.subject, *(frame[name] for name in by)])
    number = missing_last(_number(source, planned, frame[order]))
    first = first_of(group, len(rows), number, blank(frame[order]), frame[order])
    for field in same or []:
        _compare(frame[field], frame[field].take(first[group]), field, ", ".join(by), report)
    position = np.sort(first)
    return Rows(source.subject.take(position), source=source.name, position=position)


def _number(source: Selection, planned: PlannedVisit, date: Column) -> Column:
    """The visit number of each row; missing for a visit without a place."""
    visits, n = planned.visits, len(source.frame)
    subject, first = combinations([concat([source.subject, visits.subject])])
    taken, dates = (Many(visits.frame[name], subject[n:], len(first)) for name in (visits.visit, visits.date))
    own = [source.frame[planned.visit]]
    return visit_number(
        own, planned.schedule, Register(taken, dates), subject[:n], Report(), None if date.is_number else date
    )


def _compare(now: Column, first: Column, field: str, by: str, report: Report) -> None:
    report.query(
        "NOT-THE-SAME",
        f"{field} is not what the subject's first row of the same {by} says; the first row counts.",
        "Ask the site which row is right.",
        (now != first) & (now != ""),
        now,
    )
