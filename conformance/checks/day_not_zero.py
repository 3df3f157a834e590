"""Check: there is no study day 0."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variables
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import is_number
from onespec.engine.registry import check


@check("{days} are whole and not 0.", reach=OF_SUBJECT)
def day_not_zero(data: Data, days: Variables) -> Iterator[Fault]:
    for name in days:
        if is_number(data[name]):
            yield Fault((data[name] == 0) | (data[name] % 1 > 0), [name])
