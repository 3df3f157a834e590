"""A date as a SAS date, the last day of the month when the day is unknown."""

from __future__ import annotations

from onespec.adam.methods._dates import days, last_day, unusable
from onespec.engine.contract import Column, Date, Report
from onespec.engine.registry import method


@method(
    """The date part of {date} as a SAS date (days since 1960-01-01); when {date} lacks the day, the last day of
its month; missing when {date} lacks the month.""",
    reports=("ADAM-DATE",),
    imputes=True,
)
def impute_date_last_day(date: Date, report: Report) -> Column:
    """A SAS date.

    Example::

        AENDT: {derived: impute_date_last_day, with: {date: AEENDTC}}

        ADAE | AEENDTC          | AENDT
             | 2025-08-04T09:30 | 2025-08-04
             | 2025-02          | 2025-02-28
             | 2025             |

        QUERY ADAM-DATE, subject 3, 2025: The date has no month, so the analysis date is missing.
    """
    out = days(date, last_day)
    report.query(
        "ADAM-DATE",
        "The date has no month, so the analysis date is missing.",
        "Find out the month.",
        unusable(date, out),
        date,
    )
    return out
