"""Has the subject a record?"""

from __future__ import annotations

from onespec.adam.methods._flags import yes_no
from onespec.engine.columns import blank
from onespec.engine.contract import Column, Group, Many
from onespec.engine.registry import method


@method("Y when the subject has a record whose {value} is not missing, N otherwise.")
def flag_any_record(value: Many, group: Group) -> Column:
    return yes_no(value.some(~blank(value.column))[group])
