"""Has the subject a record?"""

from __future__ import annotations

from onespec.adam.methods._flags import yes_no
from onespec.engine.columns import blank
from onespec.engine.contract import Column, Group, Many
from onespec.engine.registry import method


@method("Y when the subject has a record whose {value} is not missing, N otherwise.")
def flag_any_record(value: Many, group: Group) -> Column:
    """Y or N.

    Example::

        ASSESSFL: {derived: flag_any_record, with: {value: RS.RSORRES}}

        RS | USUBJID | RSORRES
           | 1       | SD
           | 2       |

        ADSL | USUBJID | ASSESSFL
             | 1       | Y
             | 2       | N
             | 3       | N
    """
    return yes_no(value.some(~blank(value.column))[group])
