"""Check: required values."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("No value of a variable that the standard marks {core} is blank.", reach=OF_SUBJECT)
def values_filled(data: Data, core: str) -> Iterator[Fault]:
    for name, fact in data.facts.items():
        if fact.core == core and name in data:
            yield Fault(~data.filled(name), [name], detail=name)
