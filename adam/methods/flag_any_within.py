"""Has the subject a record between two dates?"""

from __future__ import annotations

from onespec.adam.methods._dates import complete, days, last_day
from onespec.adam.methods._flags import yes_no
from onespec.engine.contract import Column, Group, Many
from onespec.engine.registry import method


@method("""Y when the subject has a record whose {date} is on or after {start} and not after {until}, N otherwise. A
{date} that lacks the day is read as the last day of its month; one that lacks the month does not count.""")
def flag_any_within(date: Many, start: Column, until: str, group: Group) -> Column:
    known = days(date.column, last_day)
    latest = date.greatest(known.where(known <= complete(until)))
    return yes_no(latest[group] >= start)
