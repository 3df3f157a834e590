"""The place of a value in an order."""

from __future__ import annotations

import numpy as np
import pandas as pd

from onespec.engine.columns import number
from onespec.engine.contract import Column, Report
from onespec.engine.registry import method


@method("The place of {value} in {order}, 1 for the first; missing when {value} is blank.", reports=("ADAM-ORDER",))
def rank_in(value: Column, order: list[str], report: Report) -> Column:
    place = pd.Index(order).get_indexer(pd.Index(value))
    report.query(
        "ADAM-ORDER",
        "The value has no place in the order.",
        "Correct the value, or add it to the order.",
        (place < 0) & (value != "").to_numpy(),
        value,
    )
    return number(np.where(place < 0, np.nan, place + 1))
