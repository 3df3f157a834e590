"""Check: each supplemental qualifier has a label of its own."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.reach import Distinct
from onespec.conformance.series import combinations
from onespec.engine.limits import NAME_LENGTH
from onespec.engine.registry import check


@check(
    "Each {name} has one {label}; qualifiers of one {label} are parts of one text, numbered at the end of {name} "
    "(SDTMIG 3.4, 4.5.3.2); where one is filled the other is.",
    reach=Distinct(("name", "label")),
)
def qualifier_label(data: Data, name: Variable, label: Variable) -> Iterator[Fault]:
    """Of several, the one with the most records is right (of equals the first); the others are at fault."""
    yield Fault(data.filled(name) != data.filled(label), [name, label], detail="one of them is blank")
    codes, first = combinations([data[name], data[label]])
    pairs = data.frame[[name, label]].take(first).reset_index(drop=True)
    pairs["TEXT"] = pairs[name].map(_text)
    pairs["COUNT"] = -np.bincount(codes, data.count, len(first))
    pairs = pairs[(data.filled(name) & data.filled(label)).to_numpy()[first]].sort_values("COUNT", kind="stable")
    other_text = pairs.duplicated(label) & ~pairs.duplicated([label, "TEXT"])
    wrong = pairs.index[pairs.duplicated(name) | other_text]
    yield Fault(np.isin(codes, wrong), [name, label], detail="other records pair it otherwise")


def _text(name: str) -> str:
    """The text that a qualifier may be a part of: its name without the digit, or the eighth character, at its end."""
    return name[:-1] if name[-1:] in tuple("123456789") or len(name) == NAME_LENGTH else name
