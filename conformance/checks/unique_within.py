"""Check: a value that stands once."""

from collections.abc import Iterator

import pandas as pd

from onespec.conformance.data import NO_NAMES, Data, Fault, Names, Variable
from onespec.conformance.reach import OfSubject
from onespec.engine.registry import check


@check("Each {variable} stands once within {by}.", reach=OfSubject(among=("by", "variable")))
def unique_within(data: Data, variable: Variable, by: Names = NO_NAMES) -> Iterator[Fault]:
    """Every record but the first is at fault; a variable of ``by`` that is not there does not count."""
    yield Fault(
        pd.Series(data.groups([*by, variable])).duplicated() & data.filled(variable),
        [*(v for v in by if v in data), variable],
    )
