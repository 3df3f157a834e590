"""First filled of several values."""

from functools import reduce

from onespec.engine.columns import blank
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("The first of {values}, in this order, that is not blank.")
def first_filled(values: list[Column]) -> Column:
    """Character or number as ``values`` are; blank when all of them are.

    Example::

        AETERM: {derived: first_filled, with: {values: [events.OTHER, events.TERM]}}

        AE | events.TERM | events.OTHER | AETERM
           | Cough       |              | Cough
           | Other       | Hiccups      | Hiccups
    """
    return reduce(lambda first, second: first.mask(blank(first), second), values)
