"""Check: variables of which one is filled."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("Either {one} or {other} is filled, and not both.", reach=OF_SUBJECT)
def not_both(data: Data, one: Variable, other: Variable) -> Iterator[Fault]:
    yield Fault(data.filled(one) == data.filled(other), [one, other])
