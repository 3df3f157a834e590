"""Check: names and labels of supplemental qualifiers."""

import re
from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import on_unique
from onespec.engine.limits import MAX_LABEL
from onespec.engine.registry import check

_NAME = re.compile("[A-Z][A-Z0-9]{0,7}")


@check(
    "{name} could be a variable's name and is none of the dataset's variables; {label} has at most 40 characters.",
    reach=OF_SUBJECT,
)
def qualifier_name(data: Data, name: Variable, label: Variable) -> Iterator[Fault]:
    taken = set(data.dataset(data.parent).columns)
    fault = on_unique(
        lambda n, text: (
            "the name is not legal"
            if not _NAME.fullmatch(n)
            else "the dataset has a variable of this name"
            if n in taken
            else f"the label is longer than {MAX_LABEL}"
            if len(text) > MAX_LABEL
            else ""
        ),
        data[name],
        data[label],
    )
    yield Fault(fault != "", [name, label], detail=fault)
