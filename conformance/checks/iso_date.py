"""Check: dates of ISO 8601."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variables
from onespec.conformance.iso import date_fault
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import on_unique
from onespec.engine.registry import check


@check("{dates} are dates, times or intervals of ISO 8601 and of the calendar, of any precision.", reach=OF_SUBJECT)
def iso_date(data: Data, dates: Variables) -> Iterator[Fault]:
    for name in dates:
        fault = on_unique(lambda v: date_fault(v) if v else "", data[name])
        yield Fault(fault != "", [name], detail=fault)
