"""The earliest of a subject's dates as a SAS date."""

from __future__ import annotations

from onespec.adam.methods._dates import complete, days, first_day
from onespec.engine.contract import Many, PerGroup
from onespec.engine.registry import method


@method("""The earliest {date} of the subject as a SAS date; a date that lacks the day is read as the first day of its
month, one that lacks the month does not count. Dates after {until} do not count.""")
def first_date(date: Many, until: str = "") -> PerGroup:
    """A SAS date.

    Example::

        TRTSDT: {derived: first_date, with: {date: EX.EXSTDTC, until: 2025-12-31}}

        EX | USUBJID | EXSTDTC
           | 1       | 2025-08-04T09:30
           | 1       | 2025-09-01
           | 2       | 2025-09
           | 3       | 2026-01-02

        ADSL | USUBJID | TRTSDT
             | 1       | 2025-08-04
             | 2       | 2025-09-01
             | 3       |
    """
    known = days(date.column, first_day)
    return date.least(known.where(known <= complete(until)) if until else known)
