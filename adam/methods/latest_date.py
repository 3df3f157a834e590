"""The latest of several analysis dates."""

from __future__ import annotations

import numpy as np

from onespec.engine.columns import number
from onespec.engine.contract import Amount, Column
from onespec.engine.registry import method


@method("The latest of {dates}; missing when all are.")
def latest_date(dates: list[Amount]) -> Column:
    """A SAS date.

    Example::

        ADT: {derived: latest_date, with: {dates: [TRTEDT, EOSDT]}}

        ADTTE | TRTEDT     | EOSDT      | ADT
              | 2025-08-20 | 2025-08-04 | 2025-08-20
              |            | 2025-08-04 | 2025-08-04
              |            |            |
    """
    return number(np.fmax.reduce([date.to_numpy() for date in dates]))
