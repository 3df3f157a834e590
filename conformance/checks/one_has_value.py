"""Check: a value that one of several variables must have."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Variables
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("One of {variables} is {value}.", reach=OF_SUBJECT)
def one_has_value(data: Data, variables: Variables, value: str) -> Iterator[Fault]:
    yield Fault(~np.logical_or.reduce([(data.text(v) == value).to_numpy() for v in variables]), variables)
