"""Check: records that their key does not tell apart."""

from collections.abc import Iterator

import pandas as pd

from onespec.conformance.data import Data, Fault
from onespec.engine.registry import check
from onespec.engine.spec.define_reader import Define


@check("No two records have the same values of the keys that define.xml names.")
def natural_key(data: Data, define: Define) -> Iterator[Fault]:
    """Every record but the first of a key is at fault."""
    group = define.groups.get(data.name)
    keys = [k for k in group.keys if k in data] if group else []
    if keys:
        yield Fault(pd.Series(data.groups(keys)).duplicated(), keys)
