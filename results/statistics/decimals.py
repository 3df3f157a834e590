"""Numbers as texts of a table: how many decimals, and a half away from zero as SAS rounds."""

from __future__ import annotations

from dataclasses import fields
from decimal import ROUND_HALF_UP, Context, Decimal

import numpy as np

from onespec.results.statistics.arrays import Numbers
from onespec.results.statistics.descriptive import Description

DIGITS = 15  # so many a double carries: what comes after is of the computing, not of the value
MEASURED = 12  # digits that a measured value has at most
MOST = 4  # decimals of values that are shown; a computed value may have more than was measured
_ROUND = Context(prec=400, rounding=ROUND_HALF_UP)

# More decimals than the values themselves have: the custom of tables in the field.
MORE = {"mean": 1, "sd": 2, "median": 1, "q1": 1, "q3": 1, "min": 0, "max": 0}


def decimals(values: Numbers, most: int = MOST) -> int:
    """The greatest number of decimals among values, at most ``most``; nan are passed over.

    Example::

        decimals([7, 7.25, nan])  # 2
    """
    there = {value for value in np.asarray(values, float).tolist() if value == value}
    return min(max(map(_places, there), default=0), most)


def _places(value: float) -> int:
    """A difference of measured values (0.3 - 0.1) has their decimals, not those of its computing."""
    return max(-int(Decimal(f"{value:.{MEASURED}g}").normalize().as_tuple().exponent), 0)


def rounded_text(value: float | None, places: int) -> str:
    """A number with so many decimals, a half rounded away from zero, no zero with a sign; blank for None and nan.

    Example::

        rounded_text(0.15, 1)  # 0.2
        rounded_text(-2.5, 0)  # -3
    """
    if value is None or value != value:
        return ""
    found = Decimal(f"{value:.{DIGITS}g}").quantize(Decimal(1).scaleb(-places), context=_ROUND)
    return f"{abs(found) if found == 0 else found:f}"


def percent_text(count: int, total: int, places: int = 1) -> str:
    """The share in percent, computed of the two whole numbers themselves; blank of nobody.

    Example::

        percent_text(1, 16)  # 6.3
    """
    if total == 0:
        return ""
    found = _ROUND.divide(Decimal(100 * count), Decimal(total))
    return f"{found.quantize(Decimal(1).scaleb(-places), context=_ROUND):f}"


def description_texts(described: Description, places: int) -> dict[str, str]:
    """The statistics of values with ``places`` decimals as a table shows them: mean, median and quartiles with one
    more, the standard deviation with two more, least and greatest as measured.

    Example::

        description_texts(describe([1, 2]), 0)["mean"]  # 1.5
    """
    texts = {"n": str(described.n), "missing": str(described.missing)}
    for field in fields(described):
        if field.name in MORE:
            texts[field.name] = rounded_text(getattr(described, field.name), places + MORE[field.name])
    return texts
