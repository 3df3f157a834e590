"""What methods and checks that compare results with limits share: a limit from a table, and what surely or perhaps keeps it."""

import numpy as np
import pandas as pd

from onespec.engine.columns import number

_PLACES = 9   # 1.5 x 22.2 is 33.3: limits are compared in decimals, not in binary fractions


def bound(lln: str, uln: str, constant: str, low: pd.Series, high: pd.Series) -> pd.Series:
    """The limit of a rule: LLN times ``low`` + ULN times ``high`` + LIMIT; missing when one that it needs is."""
    out = number(float(constant or 0), len(low))
    for times, of in ((lln, low), (uln, high)):
        out = out + float(times) * of if times else out
    return out.round(_PLACES)


def compared(sign: pd.Series, x: pd.Series, is_: str, at: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Whether the comparison surely holds, and whether it may hold; with an unknown limit ``at`` it may."""
    below, above, plain = sign.str.startswith("<"), sign.str.startswith(">"), sign == ""
    strict = ~sign.str.endswith("=")                       # the number itself is not among the values
    open_ = x.notna() & at.isna()
    if is_ in ("LT", "LE"):
        met = x.lt(at) if is_ == "LT" else x.le(at)
        surely = (plain | below) & (met | (below & strict & x.eq(at)))
        return surely.to_numpy(), (surely | open_ | below & x.notna() | above & met & (x.lt(at) | ~strict)).to_numpy()
    met = x.gt(at) if is_ == "GT" else x.ge(at)
    surely = (plain | above) & (met | (above & strict & x.eq(at)))
    return surely.to_numpy(), (surely | open_ | above & x.notna() | below & met & (x.gt(at) | ~strict)).to_numpy()
