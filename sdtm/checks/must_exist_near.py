"""Check: records that need a counterpart of about the same time."""

from dataclasses import dataclass

import numpy as np

from onespec.engine.columns import blank
from onespec.engine.contract import DateName, Name, Report, Selection
from onespec.engine.registry import check
from onespec.sdtm.checks._pairs import pairs_of
from onespec.sdtm.methods._iso import day_number, first_day, last_day


@dataclass
class Period(Selection):
    """The records that may be the counterpart: their ``date``, and where they last, their ``end``."""

    date: DateName = ""
    end: DateName | None = None


@check(
    "Each record of {source} with a {date} has a record of the subject in {counterpart} that lies, at least in part, "
    "between {before} days before {date} and {after} days after it (after {end}, where that is given).",
    reports=("CHECK-EXIST",),
)
def must_exist_near(  # parameters: two periods, the days around them, and the words
    source: Selection,
    date: DateName,
    counterpart: Period,
    message: str,
    report: Report,
    before: int = 0,
    after: int = 0,
    end: DateName | None = None,
    shown: Name | None = None,
    fix: str = "",
) -> None:
    """A query for each record without a counterpart, with the value of ``shown`` (left out: of ``date``).

    A period without an end lasts; a counterpart without a date, or with a partial one, may lie anywhere that it can.

    Example::

        - must_exist_near:
            from: LB
            where: {LBTOXGR: 4}
            date: LBDTC
            counterpart: {from: AE, date: AESTDTC, end: AEENDTC}
            after: 7
            message: A result has grade 4, and no adverse event is reported for its time.

        LB | USUBJID | LBTOXGR | LBDTC
           | 1       | 4       | 2021-01-04
           | 1       | 4       | 2021-03-01

        AE | USUBJID | AESTDTC    | AEENDTC
           | 1       | 2021-01-06 | 2021-01-20

        QUERY CHECK-EXIST, subject 1, 2021-03-01: A result has grade 4, and no adverse event is reported for its time.
    """
    frame, dates, other = source.frame, source.frame[date], counterpart.frame
    low = day_number(first_day(dates)).array - before
    ends = dates if end is None else frame[end]
    high = np.where(blank(ends), np.inf if end is not None else np.nan, day_number(last_day(ends)).array) + after
    begun = day_number(first_day(other[counterpart.date])).fillna(-np.inf).array
    lasts = other[counterpart.date if counterpart.end is None else counterpart.end]
    over = day_number(last_day(lasts)).fillna(np.inf).array
    mine, theirs = pairs_of([source.subject], [counterpart.subject])
    meet = (begun[theirs] <= high[mine]) & (over[theirs] >= low[mine])
    there = np.zeros(len(frame), bool)
    there[mine[meet]] = True
    lacking = ~blank(dates) & ~there
    values = dates if shown is None else frame[shown]
    report.query("CHECK-EXIST", message, fix or "Ask the site for the missing record.", lacking, values)
