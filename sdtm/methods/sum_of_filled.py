"""The sum of those numbers of one record that are there."""

import numpy as np

from onespec.engine.columns import as_number, blank
from onespec.engine.contract import Amount, Column
from onespec.engine.registry import method
from onespec.sdtm.methods._arithmetic import computed, plus


@method(
    "The sum of {values}, missing ones left out; missing when fewer than {fewest} of them are filled. "
    "Rounded to {decimals} decimal places, a half away from zero."
)
def sum_of_filled(values: list[Amount], fewest: int = 1, decimals: int | None = None) -> Column:
    """Number, in decimal arithmetic.

    Example::

        AVAL: {derived: sum_of_filled, with: {values: [BASE, CHG], fewest: 1}}

        ADLB | BASE | CHG | AVAL
             | 0.1  | 0.2 | 0.3
             | 5    |     | 5
             |      |     |
    """
    numbers = [as_number(value) for value in values]
    enough = np.sum([~blank(value) for value in numbers], axis=0) >= max(fewest, 1)
    return computed(plus, [value.fillna(0.0) for value in numbers], decimals).where(enough)
