"""Check: a blank result has its reason."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("Where {result} is blank, {status} says NOT DONE, or {derived} is Y.", reach=OF_SUBJECT)
def result_or_reason(data: Data, result: Variable, status: str, derived: str) -> Iterator[Fault]:
    yield Fault(
        ~data.filled(result) & (data.text(status) != "NOT DONE") & (data.text(derived) != "Y"),
        [result, *(v for v in (status,) if v in data)],
    )
