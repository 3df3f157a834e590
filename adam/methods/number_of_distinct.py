"""How many different values a subject has."""

from __future__ import annotations

from onespec.engine.columns import blank, number, repeated
from onespec.engine.contract import Column, Group, Many
from onespec.engine.registry import method


@method("""The number of different values of {value} among the subject's records, missing ones left out; missing without
any.""")
def number_of_distinct(value: Many, group: Group) -> Column:
    """Whole numbers from 1.

    Example::

        NCYCLES: {derived: number_of_distinct, with: {value: EX.VISITNUM}}

        EX | USUBJID | VISITNUM
           | 1       | 1
           | 1       | 1
           | 1       | 2
           | 2       |

        ADSL | USUBJID | NCYCLES
             | 1       | 2
             | 2       |
    """
    again = repeated(number(value.group), value.column)
    count = number(value.count(~again & ~blank(value.column))[group])
    return count.where(count > 0)  # nothing recorded is nothing known
