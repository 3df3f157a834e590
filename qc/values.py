"""When two values differ.

Methods, as in PROC COMPARE (Base SAS Procedures Guide, The COMPARE Procedure, "How PROC COMPARE judges
equality"), with x of the base and y of the compared table:

exact      x is not y
absolute   abs(y - x) > limit
relative   abs(y - x) / ((abs(x) + abs(y)) / 2) > limit
percent    100 * abs(y - x) / abs(x) > limit

A missing value equals the same missing value only: . is not .A, and neither is a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from onespec.engine.xpt.ibm import missing_codes
from onespec.qc import exact
from onespec.qc.tables import as_numbers, shown

METHODS = ("exact", "absolute", "relative", "percent")


@dataclass(frozen=True)
class Method:
    kind: str = "exact"
    limit: float = 0.0

    def text(self) -> str:
        return self.kind if self.kind == "exact" else f"{self.kind} {self.limit:g}"


EXACT = Method()


@dataclass(frozen=True)
class Texts:
    """What does not count between texts."""

    blanks: bool = False  # trailing blanks
    case: bool = False


def differing(base: pd.Series, compare: pd.Series, method: Method, texts: Texts) -> np.ndarray:
    """Where two aligned columns of the same type differ: positions."""
    if exact.is_number(base):
        return np.flatnonzero(_numbers(base, compare, method))
    left, right = (_prepared(c, texts) for c in (base, compare))
    found = np.flatnonzero(pc.call_function("not_equal", [left, right]).to_numpy())
    if method.kind == "exact" or not len(found):
        return found
    (x, _), (y, _) = (as_numbers(c.take(found)) for c in (base, compare))
    return found[x.isna().to_numpy() | y.isna().to_numpy() | _numbers(x, y, method)]


def _prepared(column: pd.Series, texts: Texts) -> pa.Array | pa.ChunkedArray:
    out = pa.chunked_array(_as_chunks(pa.array(column, pa.large_string())), pa.large_string())
    return bare_texts(out, texts)


def bare_texts(column: Any, texts: Texts) -> Any:
    """Texts of Arrow without what does not count."""
    if texts.blanks:
        column = pc.call_function("utf8_rtrim", [column], pc.TrimOptions(" "))
    return pc.call_function("utf8_lower", [column]) if texts.case else column


def _as_chunks(texts: pa.Array | pa.ChunkedArray) -> list[pa.Array]:
    return texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]


def _numbers(base: pd.Series, compare: pd.Series, method: Method) -> np.ndarray:
    (x, more_x), (y, more_y) = exact.doubles_of(base), exact.doubles_of(compare)
    unequal = x != y
    missing_x, missing_y = np.isnan(x), np.isnan(y)
    both = missing_x & missing_y
    for i in _no_doubles(more_x, more_y):
        unequal[i] = base.iloc[i] != compare.iloc[i]
    if method.kind != "exact":
        at = np.flatnonzero(unequal & ~(missing_x | missing_y))
        unequal[at] = distance(base.iloc[at], compare.iloc[at], method.kind) > method.limit
    if both.any():
        at = np.flatnonzero(both)
        unequal[at] = missing_codes(np.ascontiguousarray(x[at])) != missing_codes(np.ascontiguousarray(y[at]))
    return unequal


def _no_doubles(*columns: exact.Beyond | None) -> list[int]:
    """Rows in which one of the numbers is no double."""
    found = [c.at for c in columns if c]
    return np.unique(np.concatenate(found)).tolist() if found else []


def distance(base: pd.Series, compare: pd.Series, kind: str = "absolute") -> np.ndarray:
    """How far apart numbers are by a method; missing where one of them is."""
    x, y = exact.doubles_of(base)[0], exact.doubles_of(compare)[0]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        size = np.abs(difference(base, compare))
        if kind == "relative":
            return size / (np.abs(x) / 2 + np.abs(y) / 2)
        return 100 * size / np.abs(x) if kind == "percent" else size


def difference(base: pd.Series, compare: pd.Series) -> np.ndarray:
    """How much larger the compared numbers are; missing where one is."""
    (x, more_x), (y, more_y) = exact.doubles_of(base), exact.doubles_of(compare)
    with np.errstate(invalid="ignore", over="ignore"):
        out = y - x
    for i in _no_doubles(more_x, more_y):
        if np.isfinite(out[i]):
            out[i] = exact.as_float(exact.apart(base.iloc[i], compare.iloc[i]))
    return out


def display(column: pd.Series) -> list[str]:
    """Values as a reader should see them; a missing number is ``.`` or ``.A``."""
    if not exact.is_number(column):
        return column.tolist()
    values, more = exact.doubles_of(column)
    codes = missing_codes(values)
    out = [
        shown(v) if not c else "." if c == "." else f".{c}"
        for v, c in zip(values.tolist(), codes.tolist(), strict=True)
    ]
    for i, value in zip(more.at.tolist(), more.values, strict=True) if more else ():
        out[i] = f"{value:f}"
    return out
