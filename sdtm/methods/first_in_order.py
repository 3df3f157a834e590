"""The value that comes first in an order of importance."""

import numpy as np

from onespec.engine.columns import blanks
from onespec.engine.contract import Column, Report
from onespec.engine.registry import method


@method(
    "The one of {values} that comes first in the order {order}; blank when all of them are blank.",
    reports=("ORDER-UNKNOWN",),
)
def first_in_order(values: list[Column], order: list[str], report: Report) -> Column:
    """Character.  A value that the order does not list is a stop."""
    out = blanks(len(values[0]))
    for candidate in reversed(order):
        for column in values:
            out = out.mask(column == candidate, candidate)
    for column in values:
        report.stop(
            "ORDER-UNKNOWN",
            "The value has no place in the order.",
            "Add the value to the order.",
            np.flatnonzero(~column.isin(["", *order])),
            column,
        )
    return out
