"""Check: numbers that count."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variables
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import is_number
from onespec.engine.registry import check


@check("{numbers} are whole and above 0.", reach=OF_SUBJECT)
def whole_number(data: Data, numbers: Variables) -> Iterator[Fault]:
    for name in numbers:
        if is_number(data[name]):
            yield Fault((data[name] <= 0) | (data[name] % 1 > 0), [name])
