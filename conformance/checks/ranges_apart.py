"""Check: groups of numbers."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from onespec.conformance.data import Data, Fault, Names, Variable
from onespec.conformance.reach import Distinct
from onespec.engine.registry import check


@check(
    "Within {by}, the ranges of {value} of two different {category} do not overlap.",
    reach=Distinct(("by", "value", "category")),
)
def ranges_apart(data: Data, value: Variable, category: Variable, by: Names) -> Iterator[Fault]:
    """Of two that overlap, the records of the rarer one are at fault."""
    frame = pd.DataFrame(
        {"by": data.groups(by), "of": data.text(category).to_numpy(object), "x": data.number(value).to_numpy()}
    ).assign(n=data.count)
    known = frame[(frame["of"] != "") & frame["x"].notna()]
    limits = (
        known.groupby(["by", "of"], as_index=False)
        .agg(min=("x", "min"), max=("x", "max"), count=("n", "sum"))
        .sort_values("count", ascending=False, kind="stable")
    )
    wrong = np.zeros(len(data), bool)
    for _, group in limits.groupby("by"):
        listed = list(group.itertuples(index=False))
        for place, small in enumerate(listed):
            for large in listed[:place]:
                inside = known[(known["by"] == small.by) & (known["of"] == small.of)]
                at = inside.index[(inside["x"] >= large.min) & (inside["x"] <= large.max)]
                wrong[at] = True
    yield Fault(wrong, [category, value])
