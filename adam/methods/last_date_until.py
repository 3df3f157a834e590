"""The latest of a subject's dates up to a date."""

from __future__ import annotations

from onespec.adam.methods._dates import begins, bounds, days, last_day, up_to
from onespec.engine.contract import Column, Group, Many, PerGroup
from onespec.engine.registry import method


@method("""The latest {date} of the subject that is not after {until}, as a SAS date; a date that lacks the day is read
as the last day of its month that counts, one that lacks the month does not count. Dates after {end} do not count. A
later date of a record with its {start} up to the last day that counts is read as that day.""")
def last_date_until(
    date: Many, until: str, end: Column | None = None, group: Group | None = None, start: Many | None = None
) -> PerGroup:
    """A SAS date.

    Example::

        TRTEDT: {derived: last_date_until, with: {date: EX.EXENDTC, until: 2025-12-31, start: EX.EXSTDTC}}

        EX | USUBJID | EXSTDTC    | EXENDTC
           | 1       | 2025-08-04 | 2025-09
           | 2       | 2025-12-20 | 2026-01-10
           | 3       | 2026-01-05 | 2026-01-10

        ADSL | USUBJID | TRTEDT
             | 1       | 2025-09-30
             | 2       | 2025-12-31
             | 3       |
    """
    last, first = bounds(date, until, end, group), begins(date, start)
    return date.greatest(up_to(days(date.column, last_day), last, first))
