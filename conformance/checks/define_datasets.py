"""Check: datasets of define.xml and of the package."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.engine.registry import check
from onespec.engine.spec.define_reader import Define


@check("define.xml describes the datasets of the package and no other.")
def define_datasets(data: Data, define: Define) -> Iterator[Fault]:
    for name in sorted(data.package.tables.keys() - define.groups.keys()):
        yield Fault(None, detail=f"{name} is not in define.xml")
    for name in sorted(define.groups.keys() - data.package.tables.keys()):
        yield Fault(None, detail=f"{name} of define.xml is not in the package")
