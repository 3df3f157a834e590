"""Check: variables that are filled together."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("{one} and {other} are both filled or both blank.", reach=OF_SUBJECT)
def filled_together(data: Data, one: Variable, other: Variable) -> Iterator[Fault]:
    yield Fault(data.filled(one) != data.filled(other), [one, other])
