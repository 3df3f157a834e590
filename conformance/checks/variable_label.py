"""Check: the labels of variables."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.engine.registry import check


@check("The label of a variable is that of the standard.")
def variable_label(data: Data) -> Iterator[Fault]:
    for v in data.header.variables:
        fact = data.facts.get(v.name)
        if fact and fact.label and v.label != fact.label:
            yield Fault(None, [v.name], detail=f"'{v.label}' instead of '{fact.label}'", values=[v.label])
