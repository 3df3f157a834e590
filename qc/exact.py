"""Numbers that no double holds: whole numbers beyond 2 ** 53, and decimals of many digits.

A column keeps the nearest double of each number, and beside the doubles the few exact values that another number is
written for.  A double is written for one number: itself when it is whole, else the shortest decimal that it is the
nearest double of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

import numpy as np
import pandas as pd

WHOLE = 2**53  # all whole numbers up to it are doubles
_DIGITS = 15  # of a decimal that always comes back from its double
_PLENTY = Context(prec=2000)


@dataclass(frozen=True)
class Beyond:
    """Exact values of some rows of a column.

    at      positions of the rows, ascending
    values  Decimal, as many, none of which is the number that its double is written for
    """

    at: np.ndarray
    values: np.ndarray

    def part(self, begin: int, end: int) -> Beyond | None:
        low, high = np.searchsorted(self.at, [begin, end])
        return beyond(self.at[low:high] - begin, self.values[low:high])

    def take(self, positions: np.ndarray) -> Beyond | None:
        places = np.minimum(np.searchsorted(self.at, positions), len(self.at) - 1)
        found = np.flatnonzero(self.at[places] == positions)
        return beyond(found, self.values[places[found]])

    def beside_doubles(self) -> Beyond | None:
        """Those that no double is a way to say: a double has as many digits as one writes of it."""
        kept = np.array([not _is_written_for(v) for v in self.values], bool)
        return beyond(self.at[kept], self.values[kept])


def beyond(at: np.ndarray, values: np.ndarray) -> Beyond | None:
    return Beyond(at, values) if len(at) else None


def joined(columns: Sequence[tuple[int, Beyond | None]]) -> Beyond | None:
    """Of columns that follow one another, each of so many rows."""
    begins = np.cumsum([0, *(rows for rows, _ in columns)])
    found = [(begin, each) for begin, (_, each) in zip(begins, columns, strict=False) if each]
    if not found:
        return None
    return Beyond(np.concatenate([b + e.at for b, e in found]), np.concatenate([e.values for _, e in found]))


def nearest(value: Decimal) -> float:
    return float(value)  # infinite beyond the range of doubles


def exact_values(values: Iterable[Decimal | None]) -> tuple[np.ndarray, Beyond | None]:
    """Doubles and what they do not hold; None is missing."""
    given = list(values)
    doubles = np.array([np.nan if v is None else nearest(v) for v in given], np.float64)
    at = [i for i, (v, d) in enumerate(zip(given, doubles.tolist(), strict=True)) if v is not None and not _holds(v, d)]
    return doubles, beyond(np.array(at, np.intp), objects([given[i] for i in at]))


def objects(values: Sequence[object]) -> np.ndarray:
    out = np.empty(len(values), object)
    out[:] = values
    return out


def _holds(value: Decimal, double: float) -> bool:
    """Whether the double is written for this number."""
    if abs(double) < WHOLE and len(value.as_tuple().digits) <= _DIGITS:
        return True
    return np.isfinite(double) and value == (Decimal(double) if double.is_integer() else Decimal(repr(double)))


def _is_written_for(value: Decimal) -> bool:
    """Whether the nearest double, written with as many digits, is this number."""
    double = nearest(value)
    if not np.isfinite(double):
        return False
    digits = value if value == value.to_integral_value() else value.normalize(_PLENTY)  # 0.10 has one digit
    last = Decimal((0, (1,), int(digits.as_tuple().exponent)))
    return Decimal(double).quantize(last, ROUND_HALF_EVEN, _PLENTY) == value or (
        not double.is_integer() and Decimal(repr(double)) == value
    )


# Columns of pandas ------------------------------------------------------------------------


def series_of(doubles: np.ndarray, more: Beyond | None) -> pd.Series:
    """float64; where some numbers are no doubles, Python objects: float, and Decimal for these."""
    if more is None:
        return pd.Series(doubles)
    out = doubles.astype(object)
    out[more.at] = more.values
    return pd.Series(out, dtype=object)


def doubles_of(column: pd.Series) -> tuple[np.ndarray, Beyond | None]:
    """What `series_of` was made of."""
    if column.dtype.kind == "f":
        return np.ascontiguousarray(column.to_numpy(np.float64)), None
    values = column.to_numpy(object)
    at = np.flatnonzero(np.fromiter((isinstance(v, Decimal) for v in values), bool, len(values)))
    doubles = np.array([nearest(v) if isinstance(v, Decimal) else v for v in values], np.float64)
    return doubles, beyond(at, values[at])


def is_number(column: pd.Series) -> bool:
    """Whether a column of a table holds numbers: texts are ``str``."""
    return column.dtype.kind == "f" or column.dtype == object


def apart(x: float | Decimal, y: float | Decimal) -> Fraction:
    """How much larger y is, exactly; both are finite."""
    return Fraction(y) - Fraction(x)


def as_float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
