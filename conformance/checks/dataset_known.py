"""Check: the standard has the dataset."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.engine.registry import check


@check("The standard has a dataset of this name.")
def dataset_known(data: Data) -> Iterator[Fault]:
    if data.fact is None:
        yield Fault(None, ["DOMAIN"], values=[data.name])
