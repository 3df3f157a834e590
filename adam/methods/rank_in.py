"""The place of a value in an order."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from onespec.engine.columns import as_text, number, position_in, text
from onespec.engine.contract import Column, Report, TermOf
from onespec.engine.registry import method


@method("The place of {value} in {order}, 1 for the first; missing when {value} is blank.", reports=("ADAM-ORDER",))
def rank_in(value: Column, order: list[Annotated[str, TermOf("value")]], report: Report) -> Column:
    """Whole numbers from 1.

    Example::

        AVAL: {derived: rank_in, with: {value: AVALC, order: [CR, PR, SD, PD]}}

        ADRS | AVALC | AVAL
             | CR    | 1
             | PD    | 4
             |       |
             | NE    |

        QUERY ADAM-ORDER, subject 4, NE: The value has no place in the order.
    """
    place = position_in(as_text(value), text(order))
    report.query(
        "ADAM-ORDER",
        "The value has no place in the order.",
        "Correct the value, or add it to the order.",
        (place < 0) & value.notna(),
        value,
    )
    return number(np.where(place < 0, np.nan, place + 1))
