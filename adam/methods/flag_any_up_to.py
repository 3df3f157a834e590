"""Has the subject a record by a date that is the same for all?"""

from __future__ import annotations

from onespec.adam.methods._flags import yes_no
from onespec.engine.contract import Column, Group, Many
from onespec.engine.registry import method


@method("""Y when the subject has a record whose {date} is on or before {until}, N otherwise; a {date} that lacks the
day or the month is read as the first that it can be.""")
def flag_any_up_to(date: Many, until: str, group: Group) -> Column:
    return yes_no(date.some(date.column.notna() & (date.column.str[:10] <= until))[group])
