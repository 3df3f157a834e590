"""For which rows the conditions of a where clause hold."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from onespec.engine.spec.conditions import Condition
from onespec.qc.tables import as_numbers


def keeps(conditions: Iterable[Condition], frame: pd.DataFrame) -> np.ndarray:
    """True where all conditions hold; KeyError names a variable that is not there."""
    out = np.ones(len(frame), bool)
    for condition in conditions:
        out &= _holds(condition, frame[condition.name])
    return out


def _holds(condition: Condition, column: pd.Series) -> np.ndarray:
    """One comparison; numbers are compared as numbers, texts as texts, and a blank is neither less nor greater."""
    if column.dtype.kind == "f":
        wanted = as_numbers(pd.Series(condition.values, dtype="str"))[0].to_numpy(np.float64)
        equal = column.isin(wanted).to_numpy()
        first, filled = wanted[0], column.notna().to_numpy()
    else:
        equal = column.isin(condition.values).to_numpy()
        first, filled = condition.values[0], (column != "").to_numpy()
    if condition.comparator in ("EQ", "IN", "NE", "NOTIN"):
        return equal if condition.comparator in ("EQ", "IN") else ~equal
    order = {"LT": column.lt, "LE": column.le, "GT": column.gt, "GE": column.ge}[condition.comparator]
    return order(first).to_numpy(bool) & filled
