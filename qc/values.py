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

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from onespec.engine.xpt.ibm import missing_codes
from onespec.qc.tables import shown

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
    if base.dtype.kind == "f":
        return np.flatnonzero(_numbers(base.to_numpy(), compare.to_numpy(), method))
    left, right = (_prepared(c, texts) for c in (base, compare))
    found = np.flatnonzero(pc.call_function("not_equal", [left, right]).to_numpy())
    if method.kind == "exact" or not len(found):
        return found
    x, y = (pd.to_numeric(c.take(found), errors="coerce").to_numpy(np.float64) for c in (base, compare))
    return found[np.isnan(x) | np.isnan(y) | _numbers(x, y, method)]


def _prepared(column: pd.Series, texts: Texts) -> pa.Array | pa.ChunkedArray:
    out = pa.chunked_array(_as_chunks(pa.array(column, pa.large_string())), pa.large_string())
    if texts.blanks:
        out = pc.call_function("utf8_rtrim", [out], pc.TrimOptions(" "))
    return pc.call_function("utf8_lower", [out]) if texts.case else out


def _as_chunks(texts: pa.Array | pa.ChunkedArray) -> list[pa.Array]:
    return texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]


def _numbers(x: np.ndarray, y: np.ndarray, method: Method) -> np.ndarray:
    unequal = x != y
    missing_x, missing_y = np.isnan(x), np.isnan(y)
    both = missing_x & missing_y
    if method.kind != "exact":
        at = np.flatnonzero(unequal & ~(missing_x | missing_y))
        unequal[at] = distance(x[at], y[at], method.kind) > method.limit
    if both.any():
        at = np.flatnonzero(both)
        unequal[at] = missing_codes(np.ascontiguousarray(x[at])) != missing_codes(np.ascontiguousarray(y[at]))
    return unequal


def distance(x: np.ndarray, y: np.ndarray, kind: str = "absolute") -> np.ndarray:
    """How far apart numbers are by a method; missing where one of them is."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        size = np.abs(y - x)
        if kind == "relative":
            return size / (np.abs(x) / 2 + np.abs(y) / 2)
        return 100 * size / np.abs(x) if kind == "percent" else size


def display(column: pd.Series) -> list[str]:
    """Values as a reader should see them; a missing number is ``.`` or ``.A``."""
    if column.dtype.kind != "f":
        return column.tolist()
    values = column.to_numpy(np.float64)
    codes = missing_codes(np.ascontiguousarray(values))
    return [
        shown(v) if not c else "." if c == "." else f".{c}"
        for v, c in zip(values.tolist(), codes.tolist(), strict=True)
    ]
