"""One number divided by another one."""

from onespec.engine.columns import as_number, blank
from onespec.engine.contract import Amount, Column, Report
from onespec.engine.registry import method
from onespec.sdtm.methods._arithmetic import computed, divided


@method(
    "{value} divided by {divisor}; missing when either is, and, with a query, when {divisor} is 0. "
    "Rounded to {decimals} decimal places, a half away from zero.",
    reports=("NUMBER-ZERO",),
)
def quotient_of(value: Amount, divisor: Amount, report: Report, decimals: int | None = None) -> Column:
    """Number, in decimal arithmetic.

    Example::

        AVAL: {derived: quotient_of, with: {value: CHG, divisor: BASE, decimals: 2}}

        ADLB | CHG | BASE | AVAL
             | 2   | 3    | 0.67
             | -1  | 8    | -0.13
             | 5   | 0    |
             |     | 3    |

        QUERY NUMBER-ZERO, subject 3, 0: The divisor is 0, so the quotient is missing.
    """
    report.query(
        "NUMBER-ZERO",
        "The divisor is 0, so the quotient is missing.",
        "Correct the 0 if it is wrong.",
        (as_number(divisor) == 0) & ~blank(as_number(value)),
        divisor,
    )
    return computed(divided, [value, divisor], decimals)
