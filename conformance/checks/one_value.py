"""Check: one value in the whole package."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Reference
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("Each record has the value of {reference}.", reach=OF_SUBJECT)
def one_value(data: Data, reference: Reference) -> Iterator[Fault]:
    """The most frequent value of the reference is taken as right."""
    variable = reference.partition(".")[2]
    if variable in data:
        right = data.most_frequent(reference)
        yield Fault(data[variable] != right, [variable], detail=right)
