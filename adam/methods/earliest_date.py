"""The earliest of several analysis dates."""

from __future__ import annotations

import numpy as np

from onespec.engine.columns import number
from onespec.engine.contract import Amount, Column
from onespec.engine.registry import method


@method("The earliest of {dates}; missing when all are.")
def earliest_date(dates: list[Amount]) -> Column:
    """A SAS date.

    Example::

        ADT: {derived: earliest_date, with: {dates: [DTHDT, LSTALVDT]}}

        ADTTE | DTHDT      | LSTALVDT   | ADT
              | 2025-08-20 | 2025-08-04 | 2025-08-04
              |            | 2025-08-04 | 2025-08-04
              |            |            |
    """
    return number(np.fmin.reduce([date.to_numpy() for date in dates]))
