"""Check: a result as text and as number."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import as_number
from onespec.engine.registry import check


@check("{number} is the number that {text} says, and is blank where that is none.", reach=OF_SUBJECT)
def numeric_result(data: Data, text: Variable, number: Variable) -> Iterator[Fault]:
    said = as_number(data[text])
    differ = (said - data[number]).abs() > 1e-9 * said.abs()  # a float of the file against the same decimal text
    yield Fault(differ | (said.isna() != data[number].isna()), [text, number])
