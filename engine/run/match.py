"""Where conditions hold."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from onespec.engine.column import Column
from onespec.engine.kinds import Text
from onespec.engine.spec.conditions import Condition

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
DAY = len("2025-08-03")


_ORDER: dict[str, Callable[[Any, Any], Any]] = {
    "LT": operator.lt,
    "LE": operator.le,
    "GT": operator.gt,
    "GE": operator.ge,
}


def holds(condition: Condition, column: Column) -> np.ndarray:
    """Where one comparison of a where clause is true; numbers are compared as numbers, texts as texts.

    Before and after a date, a time of day does not count: 2025-08-03T09:00 is not greater than 2025-08-03.
    """
    comparator, values = condition.comparator, condition.values
    if column.is_number:
        wanted = [float(v) if v else np.nan for v in values]
    else:
        wanted = list(values)
    equal = column.isin(wanted)
    if comparator in ("EQ", "IN"):
        return equal
    if comparator in ("NE", "NOTIN"):
        return ~equal
    if not column.is_number and _DATE.fullmatch(values[0]):
        column = column.str[:10]
    return _ORDER[comparator](column, wanted[0]) & column.notna()


def meets(comparator: str, column: Column, other: Column) -> np.ndarray:
    """Where one column compares with another, row by row: numbers, texts that are equal or not, dates of ISO 8601.

    Nothing is before or after a blank.  Before and after a date, a time of day counts only where both have one, and a
    date that is known in part only where that part decides: 2025-07 is before 2025-08-03, 2025-08 is not.
    """
    if comparator in ("EQ", "NE"):
        equal = (column == other) | (column.isna() & other.isna())
        return equal if comparator == "EQ" else ~equal
    known = column.notna() & other.notna()
    if isinstance(column, Text) and isinstance(other, Text):
        dated = ~((column.str.len() > DAY) & (other.str.len() > DAY))
        column, other = column.str[:DAY].where(dated, column), other.str[:DAY].where(dated, other)
        partial = known & (column.str.len() != other.str.len())
        known[partial] = [a[: len(b)] != b[: len(a)] for a, b in zip(column[partial], other[partial], strict=True)]
    return _ORDER[comparator](column, other) & known
