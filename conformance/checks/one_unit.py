"""Check: one standard unit a test."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from onespec.conformance.data import Data, Fault, Names, Variable
from onespec.conformance.reach import Distinct
from onespec.engine.registry import check


@check("Results of the same {by} have one {unit}.", reach=Distinct(("by", "unit")))
def one_unit(data: Data, unit: Variable, by: Names) -> Iterator[Fault]:
    """The most frequent unit is taken as right."""
    group, pair, filled = data.groups(by), data.groups([*by, unit]), data.filled(unit).to_numpy()
    size = np.bincount(pair, data.count)[pair] * filled
    most = pd.Series(size).groupby(group).transform("max").to_numpy()
    yield Fault(filled & (size < most), [*(v for v in by if v in data), unit])
