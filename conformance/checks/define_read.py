"""Check: define.xml."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.engine.registry import check


@check("define.xml lies beside the datasets and is XML.")
def define_read(data: Data) -> Iterator[Fault]:
    if data.world.define is None:
        yield Fault(None)
