"""Check: dates that are numbers, too late."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Reference, Variables
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import as_number
from onespec.engine.registry import check


@check("{numbers} are not after {limit} of the subject.", reach=OF_SUBJECT)
def number_not_after(data: Data, numbers: Variables, limit: Reference) -> Iterator[Fault]:
    limits = as_number(data.of_subject(limit))
    for name in numbers:
        yield Fault(np.asarray(data.number(name) > limits), [name], others={limit: limits})
