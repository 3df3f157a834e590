"""What methods and checks that compare results with limits share.

A limit from a table, and which results surely keep it, or may keep it.
"""

from onespec.engine.columns import Column, Mask, Number, Text, number

_PLACES = 9  # 1.5 x 22.2 is 33.3: limits are compared in decimals, not in binary fractions


def bound(lln: str, uln: str, constant: str, low: Number, high: Number) -> Column:
    """The limit of a rule: LLN times ``low`` + ULN times ``high`` + LIMIT; missing when one that it needs is."""
    out = number(float(constant or 0), len(low))
    for times, of in ((lln, low), (uln, high)):
        out = out + float(times) * of if times else out
    return out.round(_PLACES)


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
