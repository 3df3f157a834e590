"""Check: records without a value."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Names
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("One of {values} is filled, or one of {reasons} says why not.", reach=OF_SUBJECT)
def value_or_reason(data: Data, values: Names, reasons: Names) -> Iterator[Fault]:
    there = [v for v in values if v in data]
    if there:
        has = np.logical_or.reduce([(data.text(v) != "").to_numpy() for v in (*there, *reasons)])
        yield Fault(~has, there)
