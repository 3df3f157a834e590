"""Has the subject a record up to a date?"""

from __future__ import annotations

from onespec.adam.methods._dates import days, first_day
from onespec.adam.methods._flags import yes_no
from onespec.engine.contract import Column, Group, Many
from onespec.engine.registry import method


@method("""Y when the subject has a record whose {date} is on or before {end}, N otherwise. A {date} that lacks the day
is read as the first day of its month; one that lacks the month does not count.""")
def flag_any_until(date: Many, end: Column, group: Group) -> Column:
    earliest = date.least(days(date.column, first_day))
    return yes_no(earliest[group] <= end)
