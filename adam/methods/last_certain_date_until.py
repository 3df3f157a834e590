"""The latest date up to another date that is certain, whatever is unknown of it."""

from __future__ import annotations

from onespec.adam.methods._dates import bounds, days, first_day, up_to
from onespec.engine.contract import Column, Group, Many, PerGroup
from onespec.engine.registry import method


@method("""The latest {date} of the subject that is not after {until}, as a SAS date; a date that lacks the day is read
as the first day of its month, which it reaches for certain, one that lacks the month does not count. Dates after {end}
do not count.""")
def last_certain_date_until(date: Many, until: str, end: Column | None = None, group: Group | None = None) -> PerGroup:
    """A SAS date.

    Example::

        LSTALVDT: {derived: last_certain_date_until, with: {date: VS.VSDTC, until: 2025-12-31}}

        VS | USUBJID | VSDTC
           | 1       | 2025-08-04
           | 1       | 2025-09
           | 1       | 2026-01-02

        ADSL | USUBJID | LSTALVDT
             | 1       | 2025-09-01
             | 2       |
    """
    return date.greatest(up_to(days(date.column, first_day), bounds(date, until, end, group)))
