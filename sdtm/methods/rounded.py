"""A number rounded."""

from onespec.engine.contract import Amount, Column
from onespec.engine.registry import method
from onespec.sdtm.methods._arithmetic import computed


@method("{value} rounded to {decimals} decimal places, a half away from zero; missing when {value} is.")
def rounded(value: Amount, decimals: int) -> Column:
    """Number.

    Example::

        AVAL: {derived: rounded, with: {value: BASE, decimals: 1}}

        ADLB | BASE  | AVAL
             | 2.25  | 2.3
             | -2.25 | -2.3
    """
    return computed(lambda numbers: numbers[0], [value], decimals)
