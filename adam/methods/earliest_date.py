"""The earliest of several analysis dates."""

from __future__ import annotations

import numpy as np

from onespec.engine.columns import number
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("The earliest of {dates}; missing when all are.")
def earliest_date(dates: list[Column]) -> Column:
    return number(np.fmin.reduce([date.to_numpy() for date in dates]))
