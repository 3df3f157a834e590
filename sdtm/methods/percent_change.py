"""The change from a base, in percent of it (ADaMIG 1.3, PCHG)."""

from collections.abc import Sequence
from decimal import Decimal

from onespec.engine.columns import as_number, blank
from onespec.engine.contract import Amount, Column, Report
from onespec.engine.registry import method
from onespec.sdtm.methods._arithmetic import computed, divided


@method(
    "100 * ({value} - {base}) / {base}; missing when either is, and, with a query, when {base} is 0. "
    "Rounded to {decimals} decimal places, a half away from zero.",
    reports=("NUMBER-ZERO",),
)
def percent_change(value: Amount, base: Amount, report: Report, decimals: int | None = None) -> Column:
    """Number, in decimal arithmetic.

    Example::

        PCHG: {derived: percent_change, with: {value: AVAL, base: BASE, decimals: 1}}

        ADLB | AVAL | BASE | PCHG
             | 110  | 100  | 10
             | 1    | 3    | -66.7
             | 5    | 0    |

        QUERY NUMBER-ZERO, subject 3, 0: The base is 0, so the percent change is missing.
    """
    report.query(
        "NUMBER-ZERO",
        "The base is 0, so the percent change is missing.",
        "Correct the 0 if it is wrong.",
        (as_number(base) == 0) & ~blank(as_number(value)),
        base,
    )
    return computed(_change, [value, base], decimals)


def _change(values: Sequence[Decimal]) -> Decimal:
    value, base = values
    return divided([100 * (value - base), base])
