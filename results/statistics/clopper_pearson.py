"""The exact confidence interval of a proportion.

Source: Clopper CJ, Pearson ES. Biometrika 1934;26:404-413; the interval that SAS PROC FREQ calls exact (BINOMIAL).
"""

from __future__ import annotations

from scipy.special import betaincinv

from onespec.results.statistics.survival_limits import LEVEL


def clopper_pearson(count: int, total: int, level: float = LEVEL) -> tuple[float, float] | None:
    """Lower and upper limit of the proportion ``count`` of ``total``; None of nobody.

    Errors: ValueError for a count outside 0 to ``total``, or a level that is not between 0 and 1.

    Example::

        clopper_pearson(9, 29)  # 0.1528, 0.5083
    """
    if not 0 <= count <= total:
        raise ValueError(f"{count} of {total} is no proportion")
    if not 0 < level < 1:
        raise ValueError(f"a confidence level of {level}; it lies between 0 and 1")
    if total == 0:
        return None
    tail = (1 - level) / 2
    lower = float(betaincinv(count, total - count + 1, tail)) if count else 0.0
    upper = float(betaincinv(count + 1, total - count, 1 - tail)) if count < total else 1.0
    return lower, upper
