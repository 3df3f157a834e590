"""The number that a result states, on whichever side of it the value lies."""

from __future__ import annotations

import numpy as np

from onespec.engine.contract import Column
from onespec.engine.notation import RESULT
from onespec.engine.registry import method


@method("The number that {value} states; of <x, <=x, >x and >=x the limit x; missing when {value} states no number.")
def stated_number(value: Column) -> Column:
    """A number.

    Example::

        AVAL: {derived: stated_number, with: {value: LBSTRESC}}

        ADLB | LBSTRESC | AVAL
             | 7.5      | 7.5
             | <0.5     | 0.5
             | NEGATIVE |
    """
    return value.each(_number)


def _number(result: str) -> float:
    found = RESULT.fullmatch(result)
    return float(found[2]) if found else np.nan
