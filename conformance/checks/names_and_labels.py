"""Check: names and labels that a transport file can hold."""

import re
from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.engine.limits import MAX_LABEL
from onespec.engine.registry import check

_NAME = re.compile("[A-Z][A-Z0-9]{0,7}")


@check("Names have at most 8 characters, capital letters and digits; labels are filled and have at most 40.")
def names_and_labels(data: Data) -> Iterator[Fault]:
    header = data.header
    for name, label in [(header.name, header.label), *((v.name, v.label) for v in header.variables)]:
        fault = (
            "the name is not legal"
            if not _NAME.fullmatch(name)
            else "the label is blank"
            if not label
            else f"the label has more than {MAX_LABEL} characters"
        )
        if not _NAME.fullmatch(name) or not label or len(label) > MAX_LABEL:
            yield Fault(None, [name], detail=fault, values=[label])
