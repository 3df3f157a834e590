"""Do all flags hold?"""

from __future__ import annotations

from functools import reduce

from onespec.adam.methods._flags import yes_no
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("Y when each of {flags} is Y, N otherwise.")
def flag_all(flags: list[Column]) -> Column:
    """Y or N.

    Example::

        EVALFL: {derived: flag_all, with: {flags: [SAFFL, MEASFL]}}

        ADSL | SAFFL | MEASFL | EVALFL
             | Y     | Y      | Y
             | Y     | N      | N
             | Y     |        | N
    """
    return yes_no(reduce(lambda left, right: left & right, [flag == "Y" for flag in flags]))
