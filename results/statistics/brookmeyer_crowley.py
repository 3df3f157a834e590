"""The median and other quantiles of a survival curve, with the confidence interval of Brookmeyer and Crowley.

Source: Brookmeyer R, Crowley J. Biometrics 1982;38:29-41; SAS/STAT, PROC LIFETEST, "Product-Limit Method"; R's
survival, `quantile.survfit`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onespec.results.statistics.kaplan_meier import Curve
from onespec.results.statistics.survival_limits import LEVEL, LOG_LOG, survival_limits

EXACT = float(np.sqrt(np.finfo(float).eps))  # a product of fractions within this of a height lies on it, as in R


@dataclass(frozen=True)
class Quantile:
    """A quantile of the time with its interval; None is what the curve does not reach."""

    estimate: float | None
    lower: float | None
    upper: float | None


def brookmeyer_crowley(
    curve: Curve, probability: float = 0.5, interval: str = LOG_LOG, level: float = LEVEL
) -> Quantile:
    """The time by which the event has happened to a share ``probability`` of the subjects (0.5: the median), and the
    times at which the limits of the curve reach the same height.

    A curve that lies exactly on the height from one event to the next gives the middle of the two times, as SAS and R
    do.  A curve that lies on it to its end gives none, as in SAS (the quantile is the first time at which it lies
    *below*); R gives the time at which it got there.

    Errors: ValueError for a probability that is not between 0 and 1, or another interval than log-log, log and plain.

    Example::

        brookmeyer_crowley(kaplan_meier([1, 2, 3, 4], [True] * 4))  # estimate=2.5, lower=1.0, upper=None
    """
    if not 0 < probability < 1:
        raise ValueError(f"a quantile of {probability}; it lies between 0 and 1")
    lower, upper = survival_limits(curve, interval, level)
    return Quantile(*(_crossing(curve.time, heights, 1 - probability) for heights in (curve.survival, lower, upper)))


def _crossing(times: np.ndarray, heights: np.ndarray, height: float) -> float | None:
    """When a falling curve gets below a height; the middle of the stretch where it lies on it."""
    known = ~np.isnan(heights)
    times, heights = times[known], heights[known]
    below = np.flatnonzero(heights < height - EXACT)
    if not below.size:
        return None
    reached = np.flatnonzero(heights < height + EXACT)[0]
    return float((times[reached] + times[below[0]]) / 2)
