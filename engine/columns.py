"""Columns: how they are made, and what is done to several of them whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from onespec.engine.arrow import array_of, numpy_of
from onespec.engine.column import Column, Mask
from onespec.engine.distinct import NOTHING, distinct_of, distinct_of_arrow, joined
from onespec.engine.kinds import Number, Text, constant

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_SMALL = 1 << 12  # a table of so many codes is made at once


def text(values: Any, n: int | None = None) -> Text:
    """A character column: of a list, an array or a Series, what is missing as blank; a constant when ``n`` is given."""
    if n is not None:
        return Text(np.full(n, 1 if values else 0, np.int32), constant(values) if values else NOTHING)
    if isinstance(values, Text):
        return values
    if isinstance(values, (pa.Array, pa.ChunkedArray)):
        if isinstance(values, pa.ChunkedArray):
            values = values.dictionary_encode().unify_dictionaries().combine_chunks()
        return Text(*distinct_of_arrow(values))
    return Text(*distinct_of(values))


def number(values: Any, n: int | None = None) -> Number:
    """A number column: of a list, an array or a Series; a constant when ``n`` is given."""
    if isinstance(values, Number):
        return values
    return Number(np.asarray(values, float) if n is None else np.full(n, float(values)))


def column_of(values: Any) -> Column:
    """What an operation gives as a column: a Series or an array becomes one."""
    if isinstance(values, Column):
        return values
    array = np.asarray(values)
    return number(array) if array.dtype.kind in "fiub" else text(array.tolist())


def is_number(column: Column) -> bool:
    return column.is_number


def blank(column: Column) -> Mask:
    """True where the value is blank (``""``) or missing (NaN)."""
    return column.isna()


def blanks(n: int, like_number: bool = False) -> Any:
    """A column of ``n`` blanks."""
    return number(np.nan, n) if like_number else text("", n)


def concat(columns: Sequence[Column]) -> Any:
    """Columns of one kind, one below the other; of none, an empty one of texts."""
    if len(columns) == 1:
        return columns[0]
    texts = [column for column in columns if isinstance(column, Text)]
    if len(texts) < len(columns):
        if texts:
            raise TypeError("a column of texts and one of numbers do not make one column")
        return Number(np.concatenate([column.to_numpy() for column in columns]))
    if not texts:
        return text([])
    distinct, maps = joined([column.distinct for column in texts])
    codes = [c.codes if new is None else new[c.codes] for c, new in zip(texts, maps, strict=True)]
    return Text(np.concatenate(codes), distinct)


def combinations(columns: Sequence[Column | np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The combinations of values that stand side by side in ``columns``: a code a row, and each code's first row.

    Codes count from 0 in order of appearance; missing equals missing.  An array holds whole numbers from 0.
    """
    codes, count = _codes(columns[0])
    for column in columns[1:]:
        level, more = _codes(column)
        codes = codes.astype(np.int64) * more + level
        count *= more
        if count > 1 << 40:  # far from what a product of two may overflow
            codes, first = _in_order(codes, count)
            count = len(first)
    return _in_order(codes, count)


def _codes(column: Column | np.ndarray) -> tuple[np.ndarray, int]:
    if isinstance(column, Column):
        return column.codes_and_count()
    return column, int(column.max(initial=-1)) + 1


def _in_order(codes: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Codes below ``count`` counted anew in order of appearance, and the first row of each."""
    n = len(codes)
    if count <= max(_SMALL, 2 * n):
        first = np.full(count, n)
        first[codes[::-1]] = np.arange(n)[::-1]  # of a repeated index numpy keeps the last
        there = np.flatnonzero(first < n)
        there = there[np.argsort(first[there], kind="stable")]
        new = np.empty(count, np.int64)
        new[there] = np.arange(len(there))
        return new[codes], first[there]
    new = numpy_of(array_of(codes).dictionary_encode().indices).astype(np.int64)
    first = np.empty(new.max(initial=-1) + 1, np.intp)
    first[new[::-1]] = np.arange(n)[::-1]
    return new, first


def on_unique(function: Callable[..., Any], *columns: Column) -> Any:
    """``function`` of each value (of the values side by side), computed once a distinct one, in the order of the rows.

    Raw data repeat themselves: a million dates are a thousand distinct ones.
    The result is character when ``function`` gives texts, number otherwise.
    Of an empty column it is what ``function`` gives for a blank.
    """
    codes, first = combinations(columns)
    results = [function(*values) for values in zip(*(c.take(first).tolist() for c in columns), strict=True)]
    texts = any(isinstance(r, str) for r in results or [function(*[""] * len(columns))])
    return (text(results) if texts else number(results)).take(codes)


def by_combination(function: Callable[..., Any], *columns: Column) -> Any:
    """``function`` of whole columns, given each combination of their values once.

    Only for a function that looks at each row by itself.
    """
    codes, first = combinations(columns)
    return function(*(c.take(first) for c in columns)).take(codes)


def position_in(values: Column, register: Column) -> np.ndarray:
    """Where each value first stands in ``register``; -1 where it does not stand there."""
    return positions_in([values], [register])


def positions_in(values: Sequence[Column], register: Sequence[Column]) -> np.ndarray:
    """Where each combination of values side by side first stands in ``register``; -1 where it does not stand there."""
    n, columns = len(values[0]), list(zip(values, register, strict=True))
    if len(columns) == 1 and isinstance(values[0], Text) and isinstance(register[0], Text):
        mine, theirs = values[0], register[0]
        first = np.full(len(theirs.distinct) + 1, -1, np.intp)
        first[theirs.codes[::-1]] = np.arange(len(theirs))[::-1]
        if mine.distinct is theirs.distinct:
            return first[mine.codes]
        return first[theirs.distinct.codes_of(mine.distinct.texts)][mine.codes]
    codes, _ = combinations([concat([there, mine]) for mine, there in columns])
    theirs, mine = codes[: len(codes) - n], codes[len(codes) - n :]
    first = np.full(codes.max(initial=-1) + 1, -1, np.intp)
    first[theirs[::-1]] = np.arange(len(theirs))[::-1]
    return first[mine]


def repeated(*columns: Column) -> Mask:
    """True for each row whose values stand side by side in an earlier row, too."""
    codes, first = combinations(columns)
    out = np.ones(len(codes), bool)
    out[first] = False
    return out


def in_order(*columns: Column | np.ndarray) -> np.ndarray:
    """The positions of the rows in ascending order of ``columns``, blanks first; equal rows keep their order."""
    return np.lexsort([c.order() if isinstance(c, Column) else c for c in reversed(columns)])


def missing_last(column: Column) -> Column:
    """The column as it is sorted with missing numbers last; blank texts come first all the same."""
    return column.fillna(np.inf) if column.is_number else column


def as_number(column: Column) -> Number:
    """A character column as numbers; what is not a number becomes missing (callers report it)."""
    return column if isinstance(column, Number) else column.each(_number)  # pyright: ignore[reportAttributeAccessIssue]


def _number(value: str) -> float:
    value = value.strip()
    return float(value) if _NUMBER.fullmatch(value) else np.nan


def number_text(value: float) -> str:
    """A number as shortest exact text (``5``, ``0.25``); blank when it is missing."""
    if value != value:
        return ""
    return repr(int(value)) if value.is_integer() else np.format_float_positional(value, trim="-")


def as_text(column: Column) -> Text:
    """A number column as shortest exact text (``5``, ``0.25``); character columns as they are."""
    if isinstance(column, Text):
        return column
    codes, first = combinations([column])
    made = text([number_text(v) for v in column.take(first).tolist()])
    return made.take(codes)
