"""Check: results that no living person has."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Facts, Fault, Variable, known_in
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import as_number, take
from onespec.engine.registry import check


@check("{result} lies within the limits that {limits} gives for {test}, {specimen} and {unit}.", reach=OF_SUBJECT)
def plausible(
    data: Data, test: Variable, result: Variable, unit: Variable, limits: Facts, specimen: str = ""
) -> Iterator[Fault]:
    """The limits are of physiology, wider than any range of reference.

    A test or unit that the table has not is not looked at.
    """
    mine, theirs = [data[test], data[unit]], [limits["TESTCD"], limits["UNIT"]]
    if specimen in data:
        mine, theirs = [*mine, data[specimen]], [*theirs, limits["SPECIMEN"]]
    at = known_in(mine, theirs)
    low, high = (as_number(take(limits[c], at)) for c in ("LOW", "HIGH"))
    x = data[result]
    yield Fault(
        np.asarray((x < low) | (x > high)),
        [test, result, unit],
        detail=take(limits["LOW"], at) + " to " + take(limits["HIGH"], at),
    )
