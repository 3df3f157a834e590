"""Check: relationships have two sides."""

from collections.abc import Iterator

import pandas as pd

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("Each {relation} of a subject, or of the datasets, stands on two records or more.", reach=OF_SUBJECT)
def related_sides(data: Data, relation: Variable) -> Iterator[Fault]:
    group = pd.Series(data.groups(["USUBJID", relation]))
    yield Fault(group.groupby(group).transform("size") < 2, [relation])
