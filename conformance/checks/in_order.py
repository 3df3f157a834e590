"""Check: two dates of a record in their order."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.iso import after
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("{end} is not before {start}.", reach=OF_SUBJECT)
def in_order(data: Data, start: Variable, end: Variable) -> Iterator[Fault]:
    """Only what is before in every reading of a partial date is at fault."""
    yield Fault(after(data[start], data[end]), [start, end])
