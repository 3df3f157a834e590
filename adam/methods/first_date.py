"""The earliest of a subject's dates as a SAS date."""

from __future__ import annotations

from onespec.adam.methods._dates import days, first_day
from onespec.engine.columns import Many, PerGroup
from onespec.engine.registry import method


@method("""The earliest {date} of the subject as a SAS date; a date that lacks the day is read as the first day of its month,
one that lacks the month does not count.""")
def first_date(date: Many) -> PerGroup:
    return days(date, first_day).groupby(level=0).min()
