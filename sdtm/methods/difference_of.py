"""One number less another one."""

from onespec.engine.contract import Amount, Column
from onespec.engine.registry import method
from onespec.sdtm.methods._arithmetic import computed


@method("{value} minus {minus}; missing when either is. Rounded to {decimals} decimal places, a half away from zero.")
def difference_of(value: Amount, minus: Amount, decimals: int | None = None) -> Column:
    """Number, in decimal arithmetic.

    Example::

        CHG: {derived: difference_of, with: {value: AVAL, minus: BASE}}

        ADLB | AVAL | BASE | CHG
             | 7.3  | 7.1  | 0.2
             | 5    |      |
    """
    return computed(lambda numbers: numbers[0] - numbers[1], [value, minus], decimals)
