"""The Kaplan-Meier estimator: the curve, its standard errors, its height and the subjects at risk at given times.

Source: Kaplan EL, Meier P. Journal of the American Statistical Association 1958;53:457-481; standard errors by
Greenwood's formula (SAS/STAT, PROC LIFETEST, "Product-Limit Method").
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onespec.results.statistics.arrays import Marks, Numbers, times_and_events


@dataclass(frozen=True)
class Curve:
    """A curve: one entry for each different time, an event's or a censored one's, in order.

    ``log_error`` is the standard error of the logarithm of ``survival``; nan where that is zero.
    """

    time: np.ndarray
    at_risk: np.ndarray  # just before the time
    events: np.ndarray
    censored: np.ndarray
    survival: np.ndarray  # just after the time
    log_error: np.ndarray

    @property
    def std_error(self) -> np.ndarray:
        """Of the survival, by Greenwood's formula."""
        return self.survival * self.log_error

    @property
    def subjects(self) -> int:
        return int(self.events.sum() + self.censored.sum())


def kaplan_meier(times: Numbers, events: Marks) -> Curve:
    """The curve of subjects with their times and whether the event happened.  A subject censored at the time of an
    event was at risk of it.

    Errors: ValueError when a time is missing or negative.

    Example::

        kaplan_meier([6, 6, 7, 9], [True, False, True, False]).survival  # 0.75, 0.375, 0.375
    """
    time, event = times_and_events(times, events)
    distinct, place = np.unique(time, return_inverse=True)
    happened = np.bincount(place[event], minlength=distinct.size)
    left = np.bincount(place, minlength=distinct.size)
    at_risk = time.size - np.cumsum(left) + left
    survival = np.cumprod(1 - happened / np.maximum(at_risk, 1))
    remain = at_risk - happened
    terms = np.divide(happened, at_risk * remain, out=np.full(distinct.size, np.nan), where=remain > 0)
    return Curve(distinct, at_risk, happened, left - happened, survival, np.sqrt(np.cumsum(terms)))


def position_at(curve: Curve, times: Numbers) -> np.ndarray:
    """For each time the entry of the curve that holds at it; -1 before the first."""
    return np.searchsorted(curve.time, np.asarray(times, float), side="right") - 1


def survival_at(curve: Curve, times: Numbers) -> np.ndarray:
    """The height of the curve at given times: 1 before the first event, nan after the last time of a curve that ends
    above zero (nobody was observed so long).

    Example::

        survival_at(kaplan_meier([6, 6, 7, 9], [True, False, True, False]), [5, 6, 8, 10])  # 1, 0.75, 0.375, nan
    """
    return _at(curve, times, curve.survival, 1.0)


def log_error_at(curve: Curve, times: Numbers) -> np.ndarray:
    """The standard error of the logarithm of the height at given times; nan where the height is."""
    return _at(curve, times, curve.log_error, 0.0)


def at_risk_at(curve: Curve, times: Numbers) -> np.ndarray:
    """How many were still under observation, without event, just before each given time.

    Example::

        at_risk_at(kaplan_meier([6, 6, 7, 9], [True, False, True, False]), [0, 6, 7, 10])  # 4, 4, 2, 0
    """
    place = np.searchsorted(curve.time, np.asarray(times, float), side="left")
    return np.append(curve.at_risk, 0)[place]


def _at(curve: Curve, times: Numbers, values: np.ndarray, before: float) -> np.ndarray:
    found = np.append(values, before)[position_at(curve, times)]
    ends_above_zero = curve.time.size == 0 or curve.survival[-1] > 0
    beyond = np.asarray(times, float) > (curve.time[-1] if curve.time.size else 0)
    return np.where(beyond & ends_above_zero, np.nan, found)
