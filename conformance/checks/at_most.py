"""Check: a number of things."""

from collections.abc import Iterator

import pandas as pd

from onespec.conformance.data import Data, Fault, Names, Variable
from onespec.conformance.reach import OfSubject
from onespec.engine.registry import check


@check("Within {by} there are at most {limit} different {variable}.", reach=OfSubject(among=("by",)))
def at_most(data: Data, variable: Variable, limit: int, by: Names) -> Iterator[Fault]:
    """At fault are the records of those beyond the limit, in the order of the file."""
    if all(name in data for name in by):
        group, pair = pd.Series(data.groups(by)), pd.Series(data.groups([*by, variable]))
        new = ~pair.duplicated() & data.filled(variable).to_numpy()
        yield Fault(new & (new.groupby(group).cumsum() > limit), [*by, variable])
