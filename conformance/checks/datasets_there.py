"""Check: datasets that a package has."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Names
from onespec.engine.registry import check


@check("The package has the datasets {names}.")
def datasets_there(data: Data, names: Names) -> Iterator[Fault]:
    for name in names:
        if name not in data.package.tables:
            yield Fault(None, detail=name)
