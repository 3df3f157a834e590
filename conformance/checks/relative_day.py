"""Check: days from a reference date."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Reference, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import as_number
from onespec.engine.registry import check


@check("{day} is {date} minus {reference}, plus 1 from {reference} on; blank where one of them is.", reach=OF_SUBJECT)
def relative_day(data: Data, day: Variable, date: Variable, reference: Reference) -> Iterator[Fault]:
    days = data.number(date) - as_number(data.of_subject(reference))
    days += days >= 0
    apart = (data.number(day) != days) & ~(data.number(day).isna() & days.isna())
    yield Fault(np.asarray(apart), [day, date], detail=days)
