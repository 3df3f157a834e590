"""Check: the types of variables."""

from collections.abc import Iterator

from onespec.conformance.data import TEXTS, Data, Fault
from onespec.engine.registry import check


@check("A variable is character or numeric as the standard says.")
def variable_type(data: Data) -> Iterator[Fault]:
    for v in data.header.variables:
        fact = data.facts.get(v.name)
        if fact and (v.type == "Num") != (fact.type not in TEXTS):
            yield Fault(None, [v.name], detail=v.type, values=[v.type])
