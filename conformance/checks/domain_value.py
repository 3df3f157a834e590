"""Check: DOMAIN."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variable
from onespec.engine.registry import check


@check("{variable} is the name of the dataset, or of the dataset that it adds to.")
def domain_value(data: Data, variable: Variable) -> Iterator[Fault]:
    yield Fault(data[variable] != (data.parent or data.name), [variable])
