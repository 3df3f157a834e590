"""What methods and checks that compare results with limits share.

A limit from a table, and which results surely keep it, or may keep it.
"""

from collections.abc import Sequence

import numpy as np

from onespec.engine.columns import Column, Mask, Number, Text, number

_PLACES = 9  # 1.5 x 22.2 is 33.3: limits are compared in decimals, not in binary fractions


def bound(lln: str, uln: str, constant: str, low: Number, high: Number) -> Column:
    """The limit of a rule: LLN times ``low`` + ULN times ``high`` + LIMIT; missing when one that it needs is."""
    return multiples([(lln, low), (uln, high)], constant)


def multiples(terms: Sequence[tuple[str, Number]], constant: str) -> Column:
    """Each column times its factor, a blank for none, and the constant; missing when one that it needs is."""
    out = number(float(constant or 0), len(terms[0][1]))
    for times, of in terms:
        out = out + float(times) * of if times else out
    return out.round(_PLACES)


def significant(column: Column, digits: int) -> Column:
    """Numbers rounded to so many significant digits, so that what differs behind them only is equal.

    >>> significant(number([33.300000001, 0.0, 12345.0]), 4).tolist()
    [33.3, 0.0, 12350.0]
    """
    values = column.to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        places = digits - 1 - np.floor(np.log10(np.abs(values)))
    scale = 10.0 ** np.where(np.isfinite(places), places, 0)
    return number(np.floor(np.abs(values) * scale + 0.5) / scale * np.sign(values))


def compared(sign: Text, x: Number, is_: str, at: Column) -> tuple[Mask, Mask]:
    """Whether the comparison surely holds, and whether it may hold; with an unknown limit ``at`` it may."""
    below, above = sign.str.startswith("<"), sign.str.startswith(">")
    plain, or_equal = sign == "", sign.str.endswith("=")
    known, strict = x.notna(), ~or_equal  # strict: the number itself is not among the values
    towards, away = (below, above) if is_ in ("LT", "LE") else (above, below)
    beyond = x < at if is_ in ("LT", "LE") else x > at
    met = beyond if is_ in ("LT", "GT") else beyond | (x == at)
    surely = (plain | towards) & (met | (towards & strict & (x == at)))
    return surely, surely | (known & at.isna()) | (towards & known) | (away & met & (beyond | or_equal))
