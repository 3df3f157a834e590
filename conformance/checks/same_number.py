"""Check: a result that needed no conversion."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import as_number
from onespec.engine.registry import check


@check(
    "Where {unit} and {standard_unit} are the same, {standard} is the number that {result} says, to {digits} "
    "significant digits.",
    reach=OF_SUBJECT,
)
def same_number(
    data: Data, result: Variable, unit: Variable, standard: Variable, standard_unit: Variable, digits: int
) -> Iterator[Fault]:
    said, found = as_number(data[result]), data[standard]
    apart = (said - found).abs() > said.abs() * 10.0**-digits
    yield Fault(np.asarray((data[unit] == data[standard_unit]) & apart), [result, unit, standard, standard_unit])
