"""Check: two variables that say the same."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import NO_NAMES, Data, Fault, Names, Variable
from onespec.conformance.reach import Distinct
from onespec.conformance.series import combinations
from onespec.engine.registry import check


@check(
    "Within {by}, each {code} has one {decode}, and each {decode} one {code}; where one is filled the other is.",
    reach=Distinct(("by", "code", "decode")),
)
def one_to_one(data: Data, code: Variable, decode: Variable, by: Names = NO_NAMES) -> Iterator[Fault]:
    """Of several, the one with the most records is right (of equals the first); the others are at fault."""
    yield Fault(data.filled(code) != data.filled(decode), [code, decode], detail="one of them is blank")
    within = [v for v in by if v in data]
    codes, first = combinations([data[v] for v in (*within, code, decode)])
    pairs = data.frame[[*within, code, decode]].take(first).reset_index(drop=True)
    pairs["COUNT"] = -np.bincount(codes, data.count, len(first))
    pairs = pairs[(data.filled(code) & data.filled(decode)).to_numpy()[first]].sort_values("COUNT", kind="stable")
    wrong = pairs.index[pairs.duplicated([*within, code]) | pairs.duplicated([*within, decode])]
    yield Fault(np.isin(codes, wrong), [code, decode], detail="other records pair it otherwise")
