"""Check: lengths of define.xml and of the data."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.engine.registry import check
from onespec.engine.spec.define_reader import Define


@check("The length of a character variable is that of define.xml.")
def define_lengths(data: Data, define: Define) -> Iterator[Fault]:
    """Define-XML gives no length for dates, and that of the digits for numbers."""
    group = define.groups.get(data.name)
    if group is None:
        return
    for v in data.header.variables:
        item = group.items.get(v.name)
        if item and item.length and v.type == "Char" and item.length != v.length:
            yield Fault(None, [v.name], detail=f"{v.length}, and {item.length} in define.xml", values=[str(v.length)])
