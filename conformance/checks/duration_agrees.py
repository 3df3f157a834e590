"""Check: a duration in days."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("{value} is {end} minus {start} plus 1, in days, where {about} says {unit}.", reach=OF_SUBJECT)
def duration_agrees(
    data: Data, value: Variable, start: Variable, end: Variable, about: str = "", unit: str = ""
) -> Iterator[Fault]:
    """A start after the end is a fault of its own."""
    right = data.number(end) - data.number(start) + 1
    of_unit = data.text(about).str.contains(unit, regex=False) if about else data.number(value).notna()
    yield Fault(np.asarray((data.number(value) != right) & right.notna() & of_unit), [value, start, end], detail=right)
