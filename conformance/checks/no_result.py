"""Check: no result where none was made."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Variable, Variables
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("Where {status} is filled, {results} are blank.", reach=OF_SUBJECT)
def no_result(data: Data, status: Variable, results: Variables) -> Iterator[Fault]:
    yield Fault(
        data.filled(status).to_numpy() & np.logical_or.reduce([data.filled(v).to_numpy() for v in results]),
        [status, *results],
    )
