"""The latest of several analysis dates."""

from __future__ import annotations

import pandas as pd

from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("The latest of {dates}; missing when all are.")
def latest_date(dates: list[Column]) -> Column:
    return pd.concat(dates, axis=1).max(axis=1)
