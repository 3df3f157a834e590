"""Check: values that link datasets to one another."""

from collections.abc import Iterator

import pandas as pd

from onespec.conformance.data import Data, Fault, Variable, known_in
from onespec.conformance.series import blank
from onespec.engine.registry import check


@check(
    "In a relationship of datasets, some value of {variable} in {domain} stands in the other dataset of the same "
    "{relation}."
)
def related_values(data: Data, relation: Variable, domain: Variable, variable: Variable) -> Iterator[Fault]:
    """Records of RELREC without USUBJID; a link that joins no record at all is at fault."""
    wrong = []
    pooled = data.frame[[relation, domain, variable]][data["USUBJID"] == ""]
    for row, mine in pooled.iterrows():
        others = pooled[(pooled[relation] == mine[relation]) & (pooled.index != row)]
        own = _values(data, mine[domain], mine[variable])
        theirs = [_values(data, o[domain], o[variable]) for _, o in others.iterrows()]
        if (
            own is not None
            and theirs
            and not any(t is not None and len(t[0]) and (known_in(own, t) >= 0).any() for t in theirs)
        ):
            wrong.append(row)
    yield Fault(wrong, [relation, domain, variable])


def _values(data: Data, name: str, variable: str) -> list[pd.Series] | None:
    """The filled values of a variable with their subjects; None without it."""
    frame = data.dataset(name)
    if variable not in frame or "USUBJID" not in frame:
        return None
    pairs = frame[list(dict.fromkeys(["USUBJID", variable]))]
    filled = pairs[~blank(pairs[variable])].reset_index(drop=True)
    return [filled["USUBJID"], filled[variable]]
