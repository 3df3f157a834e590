"""Check: numbers that are whole."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Variables
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import is_number
from onespec.engine.registry import check


@check("{variables} are whole numbers.", reach=OF_SUBJECT)
def whole_values(data: Data, variables: Variables) -> Iterator[Fault]:
    for name in variables:
        if is_number(data[name]):
            yield Fault(np.nan_to_num(data[name].to_numpy() % 1) != 0, [name], detail=name)
