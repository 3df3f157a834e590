"""Columns of a built dataset as Series of pandas, and what checks do to them whole.

Character columns have pandas' ``str`` type and are blank as ``""``, never NA;
numbers are float64 and missing as NaN: the two types of a SAS dataset.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from onespec.engine.columns import number_text
from onespec.engine.compute import pc
from onespec.engine.series import TEXT
from onespec.engine.spec.conditions import Condition

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_EXACT = 2**53  # below this every whole number is a float
_decimal = lru_cache(1 << 14)(number_text)  # data repeat their numbers


def text(values: Any, n: int | None = None) -> pd.Series:
    """A character column: a list or Series as ``str``, NA as blank; a constant when ``n`` is given."""
    if n is not None:
        constant = pa.repeat(pa.scalar(values, pa.large_string()), n)
        return pd.Series(pd.arrays.ArrowStringArray(constant, dtype=TEXT))  # pyright: ignore[reportCallIssue]  stubs lack dtype
    column = pd.Series(values, dtype=TEXT)
    return column.fillna("") if column.hasnans else column


def number(values: Any, n: int | None = None) -> pd.Series:
    """A number column: a list or Series as float64; a constant when ``n`` is given."""
    if n is not None:
        return pd.Series(np.full(n, float(values)))
    return pd.Series(values, dtype="float64")


def is_number(column: pd.Series) -> bool:
    return column.dtype.kind == "f"


def blank(column: pd.Series) -> pd.Series:
    """True where the value is blank (``""``) or missing (NaN)."""
    return column.isna() if is_number(column) else column == ""


def blanks(n: int, like_number: bool = False) -> pd.Series:
    """A column of ``n`` blanks."""
    return number(np.nan, n) if like_number else text("", n)


def combinations(columns: Sequence[pd.Series]) -> tuple[np.ndarray, np.ndarray]:
    """The combinations of values that stand side by side in ``columns``: a code a row, and each code's first row.

    Codes count from 0 in order of appearance; missing equals missing.
    """
    codes = np.zeros(len(columns[0]), np.int64)
    for i, column in enumerate(columns):
        level, values = pd.factorize(column, use_na_sentinel=False)
        codes = pd.factorize(codes * len(values) + level)[0] if i else level
    first = np.empty(codes.max(initial=-1) + 1, np.intp)
    first[codes[::-1]] = np.arange(len(codes))[::-1]  # of a repeated index numpy keeps the last
    return codes, first


def on_unique(function: Callable[..., object], *columns: pd.Series) -> pd.Series:
    """``function`` of each value (of the values side by side), computed once a distinct one, in the order of the rows.

    Raw data repeat themselves: a million dates are a thousand distinct ones.
    The result is character when ``function`` gives texts, number otherwise.
    Of an empty column it is what ``function`` gives for a blank.
    """
    codes, first = combinations(columns)
    results = [function(*values) for values in zip(*(c.take(first).to_numpy(object) for c in columns), strict=True)]
    texts = any(isinstance(r, str) for r in results or [function(*[""] * len(columns))])
    return (text(results) if texts else number(results)).take(codes).set_axis(columns[0].index)


def position_in(values: pd.Series, register: pd.Series) -> np.ndarray:
    """Where each text first stands in ``register``; -1 where it does not stand there."""
    found = pc.index_in(pa.array(values, pa.large_string()), value_set=pa.array(register, pa.large_string()))
    return pc.fill_null(found, -1).to_numpy().astype(np.intp)


def as_number(column: pd.Series) -> pd.Series:
    """A character column as numbers; what is not a number becomes missing (callers report it)."""
    if is_number(column):
        return column
    codes, values = pd.factorize(column, use_na_sentinel=False)
    values = pd.Series(values)
    return (
        pd.to_numeric(values.where(values != "", None), errors="coerce")
        .astype("float64")
        .take(codes)
        .set_axis(column.index)
    )


def as_text(column: pd.Series) -> pd.Series:
    """A number column as shortest exact text (``5``, ``0.25``); character columns as they are."""
    if not is_number(column):
        return column
    codes, texts = distinct_texts(column)
    return texts.take(codes).set_axis(column.index)


def distinct_texts(column: pd.Series) -> tuple[np.ndarray, pd.Series]:
    """A code a row, and the text of each code.

    Every value of a column as text, looked at once; of a number column the last is blank (code -1).
    """
    if not is_number(column):
        codes, values = pd.factorize(column)
        return codes, pd.Series(values)
    codes, values = pd.factorize(column.to_numpy(), use_na_sentinel=True)
    texts = np.empty(len(values) + 1, object)
    whole = (np.abs(values) < _EXACT) & (values == np.floor(values))
    texts[:-1][whole] = pa.array(values[whole].astype(np.int64)).cast(pa.string()).to_pylist()
    texts[:-1][~whole] = [_decimal(v) for v in values[~whole].tolist()]
    texts[-1] = ""
    return codes, text(texts)


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


def take(column: pd.Series, position: np.ndarray) -> pd.Series:
    """Values at positions; blank where the position is -1."""
    if not len(column):
        return blanks(len(position), is_number(column))
    blank_ = np.nan if is_number(column) else ""
    return pd.Series(
        pd.api.extensions.take(column.array, position, allow_fill=True, fill_value=blank_), name=column.name
    )
