"""Check: a dataset without records."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.engine.registry import check


@check("The dataset has records.")
def records_there(data: Data) -> Iterator[Fault]:
    if not len(data):
        yield Fault(None)
