"""Where conditions hold, table rows that match, values at positions."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from onespec.engine.series import TEXT, as_number, blank, blanks, combinations, is_number
from onespec.engine.spec.conditions import Condition

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def holds(condition: Condition, column: pd.Series, numeric: bool = False) -> np.ndarray:
    """Where one comparison of a where clause is true; numbers are compared as numbers, texts as texts.

    Before and after a date, a time of day does not count: 2025-08-03T09:00 is not greater than 2025-08-03.
    """
    comparator, values = condition.comparator, condition.values
    if is_number(column) or numeric:
        column = as_number(column)
        wanted = [float(v) if v else np.nan for v in values]
        equal = column.isin(wanted).to_numpy()
    else:
        wanted = list(values)
        equal = column.isin(wanted).to_numpy()
    if comparator in ("EQ", "IN"):
        return equal
    if comparator in ("NE", "NOTIN"):
        return ~equal
    if not is_number(column) and _DATE.fullmatch(values[0]):
        column = column.str.slice(0, 10)
    compare = {"LT": column.lt, "LE": column.le, "GT": column.gt, "GE": column.ge}[comparator]
    return (compare(wanted[0]) & ~blank(column)).to_numpy(bool)


def match_table(table: pd.DataFrame, values: dict[str, pd.Series]) -> np.ndarray:
    """For each row the first table row that matches; a blank in the table stands for any value."""
    codes, first = combinations(list(values.values()))
    if not len(table):
        return np.full(len(codes), -1, np.intp)
    fits = np.ones((len(first), len(table)), bool)
    for column, value in values.items():
        cells = table[column].to_numpy(object)
        mine = value.take(first).to_numpy(object)
        fits &= (cells[None, :] == mine[:, None]) | (cells[None, :] == "")
    return np.where(fits.any(axis=1), fits.argmax(axis=1), -1)[codes]


def take(column: pd.Series, position: np.ndarray) -> pd.Series:
    """Values at positions; blank where the position is -1."""
    if not len(column):
        return blanks(len(position), is_number(column))
    blank_ = np.nan if is_number(column) else ""
    return pd.Series(
        pd.api.extensions.take(column.array, position, allow_fill=True, fill_value=blank_), name=column.name
    )


def table_frame(name: str, rows: list[dict[str, str]]) -> pd.DataFrame:
    """A long table as operations receive it; its name stands in ``attrs``."""
    frame = pd.DataFrame(rows, dtype=TEXT).fillna("") if rows else pd.DataFrame()
    frame.attrs["name"] = name
    return frame
