"""Check: study days."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Reference, Variable
from onespec.conformance.iso import day_number
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check(
    "{day} is {date} minus {reference} in days, plus 1 from {reference} on; blank where one of them is not "
    "complete to the day.",
    reach=OF_SUBJECT,
)
def study_day_agrees(data: Data, day: Variable, date: Variable, reference: Reference) -> Iterator[Fault]:
    days = day_number(data[date]) - day_number(data.of_subject(reference))
    days += days >= 0
    yield Fault((data[day] != days) & ~(data[day].isna() & days.isna()), [day, date], detail=days)
