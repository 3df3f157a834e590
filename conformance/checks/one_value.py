"""Check: one value in the whole package."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Reference
from onespec.engine.registry import check


@check("Each record has the value of {reference}.")
def one_value(data: Data, reference: Reference) -> Iterator[Fault]:
    """The most frequent value of the reference is taken as right."""
    name, _, variable = reference.partition(".")
    if variable in data:
        right = data.dataset(name)[variable].mode()[0]
        yield Fault(data[variable] != right, [variable], detail=right)
