"""Pointwise confidence limits of a survival curve, by the scale on which its error is taken as normal.

Source: SAS/STAT, PROC LIFETEST, "Pointwise Confidence Limits" (CONFTYPE= LOGLOG, LOG, LINEAR); R's survival calls the
three log-log, log and plain.  SAS takes log-log unless told otherwise, R log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from onespec.results.statistics.arrays import Numbers
from onespec.results.statistics.kaplan_meier import Curve, log_error_at, survival_at

LEVEL = 0.95
LOG_LOG = "log-log"

Limits = tuple[np.ndarray, np.ndarray]  # lower, upper


@dataclass(frozen=True)
class Given:
    """Heights of a curve, the standard errors of their logarithms, and how many of them an interval reaches."""

    survival: np.ndarray
    log_error: np.ndarray
    reach: float


def _log_log(given: Given) -> Limits:
    """On the scale of log(-log(S)): limits never leave 0 to 1; none where the curve is at 0 or 1."""
    inside = np.where((given.survival > 0) & (given.survival < 1), given.survival, np.nan)
    hazard = np.log(inside)
    factor = np.exp(given.reach * given.log_error / -hazard)
    return np.exp(hazard * factor), np.exp(hazard / factor)


def _log(given: Given) -> Limits:
    """On the scale of log(S): the upper limit is cut at 1."""
    above = np.where(given.survival > 0, given.survival, np.nan)
    factor = np.exp(given.reach * given.log_error)
    return above / factor, np.minimum(above * factor, 1)


def _plain(given: Given) -> Limits:
    """On the scale of S itself: both limits are cut at 0 and 1."""
    error = given.reach * given.log_error * given.survival
    return np.maximum(given.survival - error, 0), np.minimum(given.survival + error, 1)


INTERVALS: dict[str, Callable[[Given], Limits]] = {LOG_LOG: _log_log, "log": _log, "plain": _plain}


def survival_limits(curve: Curve, interval: str = LOG_LOG, level: float = LEVEL) -> Limits:
    """Lower and upper limits of the curve at each of its times; nan where the scale has none.

    Errors: ValueError for another interval than log-log, log and plain, or a level that is not between 0 and 1.

    Example::

        survival_limits(kaplan_meier([1, 2, 3, 4], [True] * 4))[0]  # 0.128, 0.058, 0.009, nan
    """
    return _limits(interval, curve.survival, curve.log_error, level)


def survival_limits_at(curve: Curve, times: Numbers, interval: str = LOG_LOG, level: float = LEVEL) -> Limits:
    """The same at given times; nan where the height of the curve is."""
    return _limits(interval, survival_at(curve, times), log_error_at(curve, times), level)


def _limits(interval: str, survival: np.ndarray, log_error: np.ndarray, level: float) -> Limits:
    if interval not in INTERVALS:
        raise ValueError(f"no interval {interval!r}; there are {', '.join(INTERVALS)}")
    return INTERVALS[interval](Given(survival, log_error, normal_reach(level)))


def normal_reach(level: float) -> float:
    """How many standard errors a two-sided interval of this level reaches: 1.96 for 0.95."""
    if not 0 < level < 1:
        raise ValueError(f"a confidence level of {level}; it lies between 0 and 1")
    return float(ndtri((1 + level) / 2))
