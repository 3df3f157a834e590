"""Check: the keys that define.xml names."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.engine.registry import check
from onespec.engine.spec.define_reader import Define


@check("define.xml names keys of the dataset, and the dataset has them.")
def define_keys(data: Data, define: Define) -> Iterator[Fault]:
    group = define.groups.get(data.name)
    if group and not group.keys:
        yield Fault(None, detail="none")
    for name in group.keys if group else ():
        if name not in data:
            yield Fault(None, [name], detail=name)
