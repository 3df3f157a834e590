"""The earliest of several analysis dates."""

from __future__ import annotations

import pandas as pd

from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("The earliest of {dates}; missing when all are.")
def earliest_date(dates: list[Column]) -> Column:
    return pd.concat(dates, axis=1).min(axis=1)
