"""Check: the percent change from baseline."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("{percent} is 100 times {value} minus {base}, by {base}; blank where {base} is 0 or blank.", reach=OF_SUBJECT)
def percent_agrees(data: Data, percent: Variable, value: Variable, base: Variable) -> Iterator[Fault]:
    right = 100 * (data.number(value) - data.number(base)) / data.number(base).where(data.number(base) != 0)
    apart = (data.number(percent) - right).abs() > 1e-6 * np.maximum(right.abs(), 1)
    filled = data.number(percent).notna() & right.isna()
    yield Fault(np.asarray(apart | filled), [percent, value, base], detail=right)
