"""Check: a variable that is filled for all or for none."""

from collections.abc import Iterator

import pandas as pd

from onespec.conformance.data import Data, Fault, Names, Variable
from onespec.conformance.reach import Distinct
from onespec.engine.registry import check


@check("Within {by}, {variable} is filled on all records or on none.", reach=Distinct(("by", "variable")))
def filled_throughout(data: Data, variable: Variable, by: Names) -> Iterator[Fault]:
    filled = pd.Series(data.filled(variable).to_numpy())
    some = filled.groupby(data.groups(by)).transform("any")
    yield Fault((some & ~filled).to_numpy(), [*(v for v in by if v in data), variable])
