"""Check: variables that the standard requires or expects."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.engine.registry import check


@check("Every variable that the standard marks {core} is there.")
def variables_there(data: Data, core: str) -> Iterator[Fault]:
    """``core``: Req or Exp."""
    for name, fact in data.facts.items():
        if fact.core == core and name not in data:
            yield Fault(None, [name], detail=name)
