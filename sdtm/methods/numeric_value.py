"""Number of a text."""

import numpy as np

from onespec.engine.contract import Column
from onespec.engine.registry import method
from onespec.sdtm.methods._results import parts


@method(
    "The number that {value} states; missing when {value} is not a plain number (such as <0.5 or a qualitative result)."
)
def numeric_value(value: Column) -> Column:
    """Number; ``value`` itself stays as it is, so nothing is lost.

    Example::

        VSSTRESN: {derived: numeric_value, with: {value: VSSTRESC}}

        VS | VSSTRESC | VSSTRESN
           | 72.50    | 72.5
           | <0.5     |
           | positive |
    """
    return value.each(_plain_number)


def _plain_number(result: str) -> float:
    comparator, number = parts(result)
    return np.nan if comparator or number is None else float(number)
