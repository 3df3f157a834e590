"""Check: what is said of the subject."""

from collections.abc import Iterator

from onespec.conformance.copies import differs
from onespec.conformance.data import Data, Fault, Names
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import position_in, take
from onespec.engine.registry import check


@check(
    "A variable of the name of one of {dataset} has its label, and the value of the subject there; except {apart}.",
    reach=OF_SUBJECT,
)
def copied_of_subject(data: Data, dataset: str, apart: Names) -> Iterator[Fault]:
    """A subject whom the other dataset has not is not looked at."""
    source = data.table_of(dataset)
    if source is None or "USUBJID" not in source.frame or data.name == dataset:
        return
    at = position_in(data["USUBJID"], source.frame["USUBJID"])
    labels = {v.name: v.label for v in source.header.variables}
    for v in data.header.variables:
        if v.name in labels and v.name not in apart:
            if v.label != labels[v.name]:
                yield Fault(None, [v.name], detail=f"the label is '{v.label}', and '{labels[v.name]}' in {dataset}")
            value = take(source.frame[v.name], at)
            wrong = (at >= 0) & differs(data[v.name], value)
            yield Fault(wrong, [v.name], detail=f"{dataset} has another value", others={f"{dataset}.{v.name}": value})
