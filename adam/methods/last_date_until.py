"""The latest of a subject's dates up to a date."""

from __future__ import annotations

from onespec.adam.methods._dates import days, in_bounds, last_day
from onespec.engine.contract import Column, Group, Many, PerGroup
from onespec.engine.registry import method


@method("""The latest {date} of the subject that is not after {until}, as a SAS date; a date that lacks the day is read
as the last day of its month, one that lacks the month does not count. Dates after {end} do not count.""")
def last_date_until(date: Many, until: str, end: Column | None = None, group: Group | None = None) -> PerGroup:
    return date.greatest(in_bounds(days(date.column, last_day), date, until, end, group))
