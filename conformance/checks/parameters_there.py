"""Check: terms that a dataset must have."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Names, Variable
from onespec.conformance.reach import Distinct
from onespec.engine.registry import check


@check("{variable} has each of the terms {names}.", reach=Distinct(("variable",)))
def parameters_there(data: Data, variable: Variable, names: Names) -> Iterator[Fault]:
    there = set(data[variable])
    for name in names:
        if name not in there:
            yield Fault(None, [variable], detail=name, values=[name])
