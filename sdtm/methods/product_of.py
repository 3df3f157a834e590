"""The product of several numbers of one record."""

from onespec.engine.contract import Amount, Column
from onespec.engine.registry import method
from onespec.sdtm.methods._arithmetic import computed, times


@method(
    "The product of {values}; missing when one of them is. Rounded to {decimals} decimal places, a half away from zero."
)
def product_of(values: list[Amount], decimals: int | None = None) -> Column:
    """Number, in decimal arithmetic.

    Example::

        AVAL: {derived: product_of, with: {values: [BASE, 2.54], decimals: 1}}

        ADLB | BASE | AVAL
             | 70   | 177.8
             |      |
    """
    return computed(times, values, decimals)
