"""Check: a text and a number that say the same."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from onespec.conformance.data import Data, Fault, Names, Variable
from onespec.conformance.reach import Distinct
from onespec.conformance.series import combinations
from onespec.engine.registry import check


@check(
    "Within {by}, {one} and {other} go one to one on the records on which both are filled.",
    reach=Distinct(("by", "one", "other")),
)
def pairs_where_filled(data: Data, one: Variable, other: Variable, by: Names) -> Iterator[Fault]:
    """Of several pairs the one with the most records is right.  ADaMIG 1.3, 3.3.4."""
    both = np.flatnonzero(data.filled(one) & data.filled(other))
    frame = pd.DataFrame(
        {
            "by": data.groups(by)[both],
            "one": data.text(one).iloc[both].to_numpy(object),
            "other": data.text(other).iloc[both].to_numpy(object),
        }
    )
    codes, first = combinations([frame[c] for c in frame])
    pairs = frame.take(first).reset_index(drop=True)
    pairs["COUNT"] = -np.bincount(codes, data.count[both], len(first))
    pairs = pairs.sort_values("COUNT", kind="stable")
    wrong = pairs.index[pairs.duplicated(["by", "one"]) | pairs.duplicated(["by", "other"])]
    yield Fault(both[np.isin(codes, wrong)], [*(v for v in by if v in data), one, other])
