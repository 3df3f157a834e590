"""Check: labels of define.xml and of the data."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.engine.registry import check
from onespec.engine.spec.define_reader import Define


@check("The labels of the dataset and its variables are those of define.xml.")
def define_labels(data: Data, define: Define) -> Iterator[Fault]:
    group = define.groups.get(data.name)
    if group is None:
        return
    whole = data.world.edition.fits  # what a transport file cannot hold is shortened there
    if group.label != data.header.label and whole(group.label):
        yield Fault(None, detail=f"'{data.header.label}', and '{group.label}' in define.xml")
    for v in data.header.variables:
        item = group.items.get(v.name)
        if item and item.label != v.label and whole(item.label):
            yield Fault(None, [v.name], detail=f"'{v.label}', and '{item.label}' in define.xml", values=[v.label])
