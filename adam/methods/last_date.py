"""The latest of a subject's dates as a SAS date."""

from __future__ import annotations

from onespec.adam.methods._dates import days, last_day
from onespec.engine.contract import Many, PerGroup
from onespec.engine.registry import method


@method("""The latest {date} of the subject as a SAS date; a date that lacks the day is read as the last day of its
month, one that lacks the month does not count.""")
def last_date(date: Many) -> PerGroup:
    return date.greatest(days(date.column, last_day))
