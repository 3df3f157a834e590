"""Check: the label of the dataset."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.engine.registry import check


@check("The label of the dataset is that of the standard.")
def dataset_label(data: Data) -> Iterator[Fault]:
    whole = data.domain == data.name  # the label of a split dataset says which part it is
    wanted = data.label_of(data.fact) if data.fact and whole else ""
    if wanted and data.header.label != wanted:
        yield Fault(None, detail=f"'{data.header.label}' instead of '{wanted}'")
