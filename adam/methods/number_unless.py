"""A number, but not certain ones."""

from __future__ import annotations

from onespec.engine.contract import Amount, Column
from onespec.engine.registry import method


@method("{value}; missing when it is {unwanted}.")
def number_unless(value: Amount, unwanted: list[float]) -> Column:
    """Number: so that nothing is divided by a 0 that is right, say.

    Example::

        DIVISOR: {derived: number_unless, with: {value: NADIR, unwanted: [0]}}

        ADTR | NADIR | DIVISOR
             | 12.5  | 12.5
             | 0     |
             |       |
    """
    return value.mask(value.isin(unwanted))
