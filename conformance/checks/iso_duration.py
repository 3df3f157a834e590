"""Check: durations of ISO 8601."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variables
from onespec.conformance.iso import is_duration
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import on_unique
from onespec.engine.registry import check


@check("{durations} are durations of ISO 8601.", reach=OF_SUBJECT)
def iso_duration(data: Data, durations: Variables) -> Iterator[Fault]:
    for name in durations:
        yield Fault(on_unique(lambda v: float(v != "" and not is_duration(v)), data[name]) == 1, [name])
