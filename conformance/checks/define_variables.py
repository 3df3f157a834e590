"""Check: variables of define.xml and of the data."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.engine.registry import check
from onespec.engine.spec.define_reader import Define


@check("define.xml describes the variables of the dataset, in their order, and no other.")
def define_variables(data: Data, define: Define) -> Iterator[Fault]:
    group = define.groups.get(data.name)
    if group is None:
        return
    columns = list(data.frame.columns)
    for name in [c for c in columns if c not in group.items]:
        yield Fault(None, [name], detail=f"{name} is not in define.xml")
    for name in [i for i in group.items if i not in columns]:
        yield Fault(None, [name], detail=f"{name} of define.xml is not in the data")
    for mine, other in zip(
        [c for c in columns if c in group.items], [i for i in group.items if i in columns], strict=True
    ):
        if mine != other:
            yield Fault(None, [mine], detail=f"{mine} stands in another place than in define.xml")
            return
