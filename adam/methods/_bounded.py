"""Days of dates that are known in part: bounded by what else is known, and never moved where they are complete."""

from __future__ import annotations

from functools import reduce

import numpy as np

from onespec.adam.methods._dates import earliest_possible, latest_possible
from onespec.engine.column import Column
from onespec.engine.kinds import Number


def window(date: Column, not_after: list[Column]) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last day that each date may be: infinite where that is not known.

    not_after   SAS dates or dates of ISO 8601, which count with the last day that they may be; one that lies before all
                days that the date may be contradicts it, and does not count
    """
    low, high = date.each(earliest_possible).to_numpy(), date.each(latest_possible).to_numpy()
    limits = [limit.to_numpy() for limit in map(_last_possible, not_after)]
    return low, reduce(np.fmin, [np.where(limit < low, np.inf, limit) for limit in limits], high)


def _last_possible(limit: Column) -> Number:
    return limit if isinstance(limit, Number) else limit.each(latest_possible)


def start_in(low: np.ndarray, high: np.ndarray, reference: Column) -> np.ndarray:
    """The reference where it lies within, the first day otherwise."""
    day = reference.to_numpy()
    return np.where((low <= day) & (day <= high), day, low)
