"""Check: one of several variables."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Names, meant
from onespec.engine.registry import check


@check("The dataset has one of {names}.")
def one_variable_there(data: Data, names: Names) -> Iterator[Fault]:
    if not any(meant(data, name) for name in names):
        yield Fault(None, detail=", ".join(names))
