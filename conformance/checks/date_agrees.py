"""Check: a date and what was collected."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.iso import SAS_EPOCH, day_number
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("{date} is the day of {collected}, where that is complete.", reach=OF_SUBJECT)
def date_agrees(data: Data, date: Variable, collected: Variable) -> Iterator[Fault]:
    right = day_number(data.text(collected)) - SAS_EPOCH
    yield Fault(np.asarray(right.notna() & (data.number(date) != right)), [date, collected], detail=right)
