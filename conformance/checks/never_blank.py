"""Check: values that no record lacks."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variables
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("{variables} are filled.", reach=OF_SUBJECT)
def never_blank(data: Data, variables: Variables) -> Iterator[Fault]:
    for name in variables:
        yield Fault(~data.filled(name), [name], detail=name)
