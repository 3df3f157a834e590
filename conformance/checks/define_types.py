"""Check: types of define.xml and of the data."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import as_number
from onespec.engine.registry import check
from onespec.engine.spec.define_reader import Define


@check(
    "A variable is numeric where define.xml says integer or float, and whole where it says integer.", reach=OF_SUBJECT
)
def define_types(data: Data, define: Define) -> Iterator[Fault]:
    group = define.groups.get(data.name)
    if group is None:
        return
    for v in data.header.variables:
        item = group.items.get(v.name)
        if item is None:
            continue
        if (item.type in ("integer", "float")) != (v.type == "Num"):
            yield Fault(None, [v.name], detail=f"{v.type}, and {item.type} in define.xml", values=[v.type])
        elif item.type == "integer":
            yield Fault(
                np.nan_to_num(as_number(data[v.name]).to_numpy() % 1) != 0,
                [v.name],
                detail="not whole, and integer in define.xml",
            )
