"""Check: units of numeric results."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from onespec.conformance.data import Data, Fault, Names, Variable
from onespec.conformance.reach import Distinct
from onespec.conformance.series import as_number, is_number
from onespec.engine.registry import check


@check(
    "A numeric {result} has a {unit} when other results of the same {by} have one.",
    reach=Distinct(("by", "result", "unit")),
)
def unit_there(data: Data, result: Variable, unit: Variable, by: Names) -> Iterator[Fault]:
    """Tests that never have a unit (ratios, scores) are not looked at."""
    group, filled = data.groups(by), data.filled(unit)
    has = pd.Series(filled).groupby(group).transform("any")
    number = data[result] if is_number(data[result]) else as_number(data[result])
    yield Fault(np.asarray(number.notna() & has & ~filled), [*(v for v in by if v in data), result, unit])
