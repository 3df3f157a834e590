"""The value that comes first in an order of importance."""

from typing import Annotated

import numpy as np

from onespec.engine.columns import text
from onespec.engine.contract import Column, Report, TermOf
from onespec.engine.registry import method


@method(
    "The one of {values} that comes first in the order {order}; blank when all of them are blank.",
    reports=("ORDER-UNKNOWN",),
    stops=("ORDER-UNKNOWN",),
)
def first_in_order(values: list[Column], order: list[Annotated[str, TermOf("values")]], report: Report) -> Column:
    """Character.  A value that the order does not list is a stop.

    Example::

        AEACN:
          derived: first_in_order
          with: {values: [events.DRUG_A, events.DRUG_B], order: [DRUG WITHDRAWN, DOSE REDUCED, DOSE NOT CHANGED]}

        AE | events.DRUG_A    | events.DRUG_B | AEACN
           | DOSE NOT CHANGED | DOSE REDUCED  | DOSE REDUCED
           | DRUG WITHDRAWN   |               | DRUG WITHDRAWN
    """
    places = {"": len(order), **{value: order.index(value) for value in order}}
    first = np.minimum.reduce([column.map(places).fillna(len(order)) for column in values])
    for column in values:
        report.stop(
            "ORDER-UNKNOWN",
            "The value has no place in the order.",
            "Add the value to the order.",
            np.flatnonzero(~column.isin(["", *order])),
            column,
        )
    return text([*order, ""]).take(first)
