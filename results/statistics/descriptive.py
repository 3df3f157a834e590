"""Number, mean, standard deviation, median, quartiles, minimum and maximum.

Source: SAS PROC UNIVARIATE; quartiles by its definition 5 (PCTLDEF=5, the default): the empirical distribution, with
the middle of two values where a quarter of the values ends exactly between them.  R's default (type 7) differs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from onespec.results.statistics.arrays import Numbers


@dataclass(frozen=True)
class Description:
    """``n`` counts the values that are there, ``missing`` those that are not; None is what they do not define."""

    n: int
    missing: int
    mean: float | None = None
    sd: float | None = None
    median: float | None = None
    q1: float | None = None
    q3: float | None = None
    min: float | None = None
    max: float | None = None


def describe(values: Numbers) -> Description:
    """The statistics of values, of which nan are missing.  Without a value there are none, of one value no standard
    deviation (its divisor is n - 1).

    Errors: ValueError when a value is infinite.

    Example::

        describe([1, 2, 3, 4, nan])  # n=4, missing=1, mean=2.5, sd=1.29, median=2.5, q1=1.5, q3=3.5, min=1, max=4
    """
    given = np.asarray(values, float)
    there = np.sort(given[~np.isnan(given)])
    if np.isinf(there).any():
        raise ValueError("a value is infinite")
    n = there.size
    if n == 0:
        return Description(0, given.size)
    mean = math.fsum(there) / n
    sd = math.sqrt(math.fsum((there - mean) ** 2) / (n - 1)) if n > 1 else None
    q1, median, q3 = (quartile(there, which) for which in (1, 2, 3))
    return Description(n, given.size - n, mean, sd, median, q1, q3, float(there[0]), float(there[-1]))


def quartile(ordered: np.ndarray, which: int) -> float:
    """The first, second or third quartile of values in order, none missing, at least one."""
    whole, rest = divmod(ordered.size * which, 4)
    if rest:
        return float(ordered[whole])
    return math.fsum(ordered[whole - 1 : whole + 1]) / 2
