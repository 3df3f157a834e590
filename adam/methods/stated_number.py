"""The number that a result states, on whichever side of it the value lies."""

from __future__ import annotations

import re

import numpy as np

from onespec.engine.contract import Column
from onespec.engine.registry import method

_RESULT = re.compile(r"[<>]?=?\s*([+-]?\d+(?:\.\d+)?)")


@method("The number that {value} states; of <x, <=x, >x and >=x the limit x; missing when {value} states no number.")
def stated_number(value: Column) -> Column:
    return value.each(_number)


def _number(result: str) -> float:
    found = _RESULT.fullmatch(result)
    return float(found[1]) if found else np.nan
