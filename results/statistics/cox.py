"""The hazard ratio of two groups in Cox' model of proportional hazards.

Source: Cox DR. Journal of the Royal Statistical Society B 1972;34:187-220; ties by Efron (Journal of the American
Statistical Association 1977;72:557-565) or Breslow (Biometrics 1974;30:89-99).  Unless told otherwise SAS PROC PHREG
takes Breslow, R's `coxph` Efron.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from onespec.results.statistics.arrays import Marks, Numbers
from onespec.results.statistics.risk_sets import RiskSets, risk_sets
from onespec.results.statistics.survival_limits import LEVEL, normal_reach

EFRON = "efron"
STEPS, CLOSE = 100, 1e-12


@dataclass(frozen=True)
class HazardRatio:
    """Of a group against the other, with its interval and Wald's test; ``std_error`` is that of its logarithm."""

    ratio: float
    lower: float
    upper: float
    std_error: float
    p_value: float


def cox(times: Numbers, events: Marks, of_group: Marks, ties: str = EFRON, level: float = LEVEL) -> HazardRatio | None:
    """The hazard of the subjects marked by ``of_group`` over that of the others.

    None where the data have no finite ratio: one group is empty, or while both were at risk the event befell only one.

    Errors: ValueError when a time is missing or negative, when there is not one mark a subject, or for other ties than
    efron and breslow.

    Example::

        cox([1, 2, 3, 4], [True] * 4, [True, False, True, False])  # ratio=2.56, lower=0.225, upper=29.1
    """
    if ties not in TIES:
        raise ValueError(f"no ties {ties!r}; there are {', '.join(TIES)}")
    reach = normal_reach(level)
    sets = risk_sets(times, events, np.asarray(of_group, bool))
    if len(sets.groups) < 2 or not (sets.events[(sets.at_risk > 0).all(axis=1)].sum(axis=0) > 0).all():
        return None
    log_ratio, information = _maximum(TIES[ties](sets), int(sets.events[:, 1].sum()))
    error = 1 / math.sqrt(information)
    lower, upper = (math.exp(log_ratio + side * reach * error) for side in (-1, 1))
    return HazardRatio(math.exp(log_ratio), lower, upper, error, float(2 * ndtr(-abs(log_ratio / error))))


@dataclass(frozen=True)
class _Draws:
    """One event each: who it could have befallen, in either group (fractions, where ties are shared out)."""

    others: np.ndarray
    of_group: np.ndarray


def _efron(sets: RiskSets) -> _Draws:
    """Of those with an event at one time each counts a little less with every one drawn."""
    happened = sets.events.sum(axis=1)
    row = np.repeat(np.arange(happened.size), happened)
    nth = np.arange(row.size) - np.repeat(np.cumsum(happened) - happened, happened)
    left = sets.at_risk[row] - (nth / happened[row])[:, None] * sets.events[row]
    return _Draws(left[:, 0], left[:, 1])


def _breslow(sets: RiskSets) -> _Draws:
    """All at risk at the time of an event count fully."""
    left = np.repeat(sets.at_risk, sets.events.sum(axis=1), axis=0).astype(float)
    return _Draws(left[:, 0], left[:, 1])


TIES: dict[str, Callable[[RiskSets], _Draws]] = {EFRON: _efron, "breslow": _breslow}


def _maximum(draws: _Draws, observed: int) -> tuple[float, float]:
    """The logarithm of the ratio at which as many events are expected of the group as were observed; the information.

    The expected number rises with the ratio: Newton's steps, kept between the bounds that are known.
    """
    low, high, at = -math.inf, math.inf, 0.0
    for _ in range(STEPS):
        share = 1 / (1 + _ratio(draws) * math.exp(-at))
        excess, slope = float(share.sum()) - observed, float((share * (1 - share)).sum())
        low, high = (low, at) if excess > 0 else (at, high)
        step = max(-1.0, min(1.0, excess / slope)) if slope else math.copysign(1.0, excess)
        if abs(step) < CLOSE:
            return at, slope
        at = at - step if low < at - step < high else (low + high) / 2
    raise ArithmeticError("the hazard ratio was not found")


def _ratio(draws: _Draws) -> np.ndarray:
    """Others for each of the group; no limit where none of the group is left."""
    return np.divide(draws.others, draws.of_group, out=np.full(draws.others.size, np.inf), where=draws.of_group > 0)
