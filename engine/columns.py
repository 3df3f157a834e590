"""Columns: the two types of value, and what is done to them whole.

Character columns have pandas' ``str`` type and are blank as ``""``, never NA;
numbers are float64 and missing as NaN: the two types of a SAS dataset.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

# A study's methods.py may import the contract from here, too.
from onespec.engine.arrow import pc
from onespec.engine.contract import (  # noqa: F401
    Column,
    Group,
    Many,
    Name,
    PerGroup,
    PerSubject,
    Reason,
    Report,
    Rows,
    Selection,
    Subject,
    Table,
)

TEXT = pd.StringDtype("pyarrow", na_value=np.nan)


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


def side_by_side(columns: dict[str, pd.Series], rows: np.ndarray | None = None) -> pd.DataFrame:
    """Columns of equal length as a frame with index 0..n-1, whatever their indexes; of ``rows`` only."""
    return pd.DataFrame({n: c.array if rows is None else c.array.take(rows) for n, c in columns.items()}, copy=False)


def value_at(column: pd.Series, row: Any) -> Any:
    """One value of a column: a text or a number."""
    return column.iat[int(row)]


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


def by_combination(function: Callable[..., pd.Series], *columns: pd.Series) -> pd.Series:
    """``function`` of whole columns, given each combination of their values once.

    Only for a function that looks at each row by itself.
    """
    codes, first = combinations(columns)
    result = function(*(c.take(first).reset_index(drop=True) for c in columns))
    return result.take(codes).set_axis(columns[0].index)


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


def number_text(value: float) -> str:
    """A number as shortest exact text (``5``, ``0.25``); blank when it is missing."""
    return (
        ""
        if np.isnan(value)
        else repr(int(value))
        if value.is_integer()
        else np.format_float_positional(value, trim="-")
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
    return codes, text([*map(number_text, values.tolist()), ""])
