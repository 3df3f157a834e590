"""Reference range indicator."""

from onespec.engine.columns import Mask, as_number, blank, blanks, on_unique
from onespec.engine.contract import Column, Report
from onespec.engine.registry import method
from onespec.sdtm.methods._results import comparator, limit


@method(
    "LOW when {value} is below {low}, HIGH when it is above {high}, NORMAL when it is neither and at least one of "
    "the limits is known. A value such as <0.5 is LOW when 0.5 is not above {low}, and NORMAL when there is no {low} "
    "above 0 and 0.5 is not above {high}; >1000 is HIGH when 1000 is not below {high}, and NORMAL when there is no "
    "{high} and 1000 is not below {low}. A qualitative value is NORMAL when it is {normal} or one of the values "
    "that {normal} lists, separated by semicolons; otherwise ABNORMAL. Blank without a value, without limits, "
    "or where the value leaves it open.",
    reports=("RANGE-OPEN",),
)
def reference_indicator(
    value: Column, low: Column, high: Column, report: Report, normal: Column | None = None
) -> Column:
    """Character: LOW, NORMAL, HIGH, ABNORMAL.  ``value``, ``low`` and ``high`` are in the same unit.

    A value with a comparator that may lie on both sides of a limit is reported.

    Example::

        LBNRIND: {derived: reference_indicator, with: {value: LBORRES, low: LBORNRLO, high: LBORNRHI}}

        LB | LBORRES | LBORNRLO | LBORNRHI | LBNRIND
           | 3       | 4        | 10       | LOW
           | 4       | 4        | 10       | NORMAL
           | >10     | 4        | 10       | HIGH
           | <5      | 4        | 10       |

        QUERY RANGE-OPEN, subject 4, <5: The result does not say on which side of the reference limit it lies; the
          indicator is blank.
    """
    listed = blanks(len(value)) if normal is None else normal
    low, high, sign, x = as_number(low), as_number(high), comparator(value), limit(value)
    below, above = sign.str.startswith("<"), sign.str.startswith(">")
    is_low = (x < low) | ((x == low) & (sign == "<"))
    is_high = (x > high) | ((x == high) & (sign == ">"))
    ranged = x.notna() & (low.notna() | high.notna())
    out = blanks(len(value))
    out = out.mask(ranged & ~below & ~above & ~is_low & ~is_high, "NORMAL")
    out = out.mask(ranged & below & ~(low > 0) & ~(x > high), "NORMAL")
    out = out.mask(ranged & above & high.isna() & ~(x < low), "NORMAL")
    out = out.mask(ranged & ~above & is_low, "LOW").mask(ranged & ~below & is_high, "HIGH")
    qualitative = x.isna() & ~blank(value) & ~blank(listed)
    out = out.mask(qualitative, "ABNORMAL").mask(_listed(value.where(qualitative), listed.where(qualitative)), "NORMAL")
    report.query(
        "RANGE-OPEN",
        "The result does not say on which side of the reference limit it lies; the indicator is blank.",
        "Ask the laboratory for its limit of detection or for the value.",
        ranged & blank(out),
        value,
    )
    return out


def _listed(value: Column, normal: Column) -> Mask:
    """True where the value is one of those that ``normal`` lists."""
    return on_unique(lambda v, listed: v != "" and v in [n.strip() for n in listed.split(";")], value, normal) == 1
