"""Check: a value that needs another."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("Where {variable} is filled, {other} is.", reach=OF_SUBJECT)
def needs(data: Data, variable: Variable, other: str) -> Iterator[Fault]:
    """A dataset without ``other`` has it nowhere filled."""
    yield Fault(data.filled(variable) & (data.text(other) == ""), [variable, *([other] if other in data else [])])
