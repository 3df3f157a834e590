"""Check: how the names of datasets begin."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.engine.registry import check


@check("The name of the dataset begins with {prefix}.")
def begins_with(data: Data, prefix: str) -> Iterator[Fault]:
    if not data.name.startswith(prefix):
        yield Fault(None, detail=data.name)
