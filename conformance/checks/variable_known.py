"""Check: variables that the standard's model of the class has."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.engine.registry import check


@check("The standard gives the dataset, or its class, a variable of this name.")
def variable_known(data: Data) -> Iterator[Fault]:
    for name in data.frame.columns if data.facts else ():
        if name not in data.facts:
            yield Fault(None, [name], detail=name)
