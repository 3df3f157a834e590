"""The log-rank test of survival curves.

Source: Mantel N. Cancer Chemotherapy Reports 1966;50:163-170; SAS PROC LIFETEST, STRATA; R's survival, `survdiff`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from onespec.results.statistics.arrays import Marks, Numbers
from onespec.results.statistics.risk_sets import risk_sets


@dataclass(frozen=True)
class LogRank:
    """Events of each group, observed and as expected were the curves the same; the test of the difference."""

    groups: tuple[object, ...]
    observed: np.ndarray
    expected: np.ndarray
    chi_square: float
    degrees: int
    p_value: float


def log_rank(times: Numbers, events: Marks, groups: np.ndarray | list) -> LogRank | None:
    """The test of two or more groups; None of one group alone, or where no event tells them apart (none happened while
    two groups were at risk).

    Errors: ValueError when a time is missing or negative, or when there is not one group a subject.

    Example::

        log_rank([1, 2, 3, 4], [True] * 4, ["a", "a", "b", "b"])  # chi_square=2.882, degrees=1, p_value=0.0896
    """
    sets = risk_sets(times, events, groups)
    at_risk, happened = sets.at_risk.sum(axis=1), sets.events.sum(axis=1)
    share = sets.at_risk / at_risk[:, None]
    expected = (happened[:, None] * share).sum(axis=0)
    observed = sets.events.sum(axis=0)
    several = at_risk > 1
    spread = np.zeros(at_risk.size)
    spread[several] = (happened * (at_risk - happened))[several] / (at_risk[several] - 1)
    variance = np.diag(spread @ share) - (spread[:, None] * share).T @ share
    degrees = int(np.linalg.matrix_rank(variance)) if len(sets.groups) > 1 else 0
    if degrees == 0:
        return None
    difference = observed - expected
    chi_square = float(difference @ np.linalg.pinv(variance, hermitian=True) @ difference)
    return LogRank(sets.groups, observed, expected, chi_square, degrees, float(chdtrc(degrees, chi_square)))
