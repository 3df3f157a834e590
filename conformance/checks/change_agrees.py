"""Check: the change from baseline."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("{change} is {value} minus {base}, and is filled only where both are.", reach=OF_SUBJECT)
def change_agrees(
    data: Data, change: Variable, value: Variable, base: Variable, flag: str = "", day: str = ""
) -> Iterator[Fault]:
    """Before day 1 of ``day``, and on the record with ``flag`` Y, it may be blank."""
    right = data.number(value) - data.number(base)
    apart = (data.number(change) - right).abs() > 1e-9 * np.maximum(right.abs(), 1)
    filled = data.number(change).notna() & right.isna()
    late = data.number(day) > 1 if day in data else pd.Series(False, index=range(len(data)))
    lacks = data.number(change).isna() & right.notna() & late & (data.text(flag) != "Y")
    yield Fault(np.asarray(apart | filled | lacks), [change, value, base], detail=right)
