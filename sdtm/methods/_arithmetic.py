"""What the methods that compute numbers share: exact decimals, and rounding as SAS rounds."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import partial, reduce

import numpy as np

from onespec.engine.column import Column
from onespec.engine.columns import as_number, number_text, on_unique

_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
_DIGITS = 40  # a greater number has no decimals that could be rounded


def plus(values: Sequence[Decimal]) -> Decimal:
    return reduce(operator.add, values)


def times(values: Sequence[Decimal]) -> Decimal:
    return reduce(operator.mul, values)


def computed(how: Callable[[Sequence[Decimal]], Decimal], columns: Sequence[Column], decimals: int | None) -> Column:
    """Numbers computed of those that stand side by side, missing where one of them is.

    In decimals, as the numbers are written: 7.3 minus 7.1 is 0.2.  A half is rounded away from zero.
    """
    with localcontext(_EXACT):
        return on_unique(partial(_computed, how, decimals), *map(as_number, columns))


def _computed(how: Callable[[Sequence[Decimal]], Decimal], decimals: int | None, *values: float) -> float:
    written = [number_text(value) if value != "" else "" for value in values]
    if not all(written):
        return np.nan
    found = how([Decimal(text) for text in written])
    if decimals is not None and found.adjusted() < _DIGITS:
        found = found.quantize(Decimal(1).scaleb(-decimals))
    return float(found) + 0.0  # no zero with a sign


def divided(values: Sequence[Decimal]) -> Decimal:
    """The first by the second; no number where that is zero."""
    return values[0] / values[1] if values[1] else Decimal("NaN")
