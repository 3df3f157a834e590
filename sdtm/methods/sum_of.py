"""The sum of several numbers of one record."""

from onespec.engine.contract import Amount, Column
from onespec.engine.registry import method
from onespec.sdtm.methods._arithmetic import computed, plus


@method(
    "The sum of {values}; missing when one of them is. Rounded to {decimals} decimal places, a half away from zero."
)
def sum_of(values: list[Amount], decimals: int | None = None) -> Column:
    """Number, in decimal arithmetic.

    Example::

        AVAL: {derived: sum_of, with: {values: [BASE, CHG, 1]}}

        ADLB | BASE | CHG | AVAL
             | 0.1  | 0.2 | 1.3
             | 5    |     |
    """
    return computed(plus, values, decimals)
