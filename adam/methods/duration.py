"""The length of a time in days, both ends counted."""

from __future__ import annotations

from onespec.engine.contract import Amount, Column, Report
from onespec.engine.registry import method


@method("{end} - {start} + 1, in days; missing when either date is missing.", reports=("ADAM-TIME",))
def duration(start: Amount, end: Amount, report: Report) -> Column:
    """Whole days.

    Example::

        AVAL: {derived: duration, with: {start: STARTDT, end: ADT}}

        ADTTE | STARTDT    | ADT        | AVAL
              | 2025-08-04 | 2025-08-04 | 1
              | 2025-08-04 | 2025-08-13 | 10
              | 2025-08-04 |            |
              | 2025-08-04 | 2025-08-02 | -1

        QUERY ADAM-TIME, subject 4, -1: The time ends before it starts.
    """
    days = end - start + 1
    report.query("ADAM-TIME", "The time ends before it starts.", "Correct the dates.", days < 1, days)
    return days
