"""Check: two dates, times or numbers in their order."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("{end} is not below {start}; where one is blank, nothing is said.", reach=OF_SUBJECT)
def numbers_in_order(data: Data, start: Variable, end: Variable) -> Iterator[Fault]:
    yield Fault(np.asarray(data.number(end) < data.number(start)), [start, end])
