"""The latest of a subject's dates as a SAS date."""

from __future__ import annotations

from onespec.adam.methods._dates import days, last_day
from onespec.engine.contract import Many, PerGroup
from onespec.engine.registry import method


@method("""The latest {date} of the subject as a SAS date; a date that lacks the day is read as the last day of its
month, one that lacks the month does not count.""")
def last_date(date: Many) -> PerGroup:
    """A SAS date.

    Example::

        TRTEDT: {derived: last_date, with: {date: EX.EXENDTC}}

        EX | USUBJID | EXENDTC
           | 1       | 2025-08-20
           | 1       | 2025-09-30
           | 2       | 2025-09

        ADSL | USUBJID | TRTEDT
             | 1       | 2025-09-30
             | 2       | 2025-09-30
    """
    return date.greatest(days(date.column, last_day))
