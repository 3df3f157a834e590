"""Check: the labels of variables."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.engine.registry import check


@check("The label of a variable is that of the standard.")
def variable_label(data: Data) -> Iterator[Fault]:
    for v in data.header.variables:
        fact = data.facts.get(v.name)
        wanted = data.label_of(fact) if fact and fact.label else ""
        if wanted and v.label != wanted:
            yield Fault(None, [v.name], detail=f"'{v.label}' instead of '{wanted}'", values=[v.label])
