"""Check: numbers within limits."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import as_number
from onespec.engine.registry import check


@check(
    "{variable} is at least {at_least}, above {above} and at most {at_most}, where these are given.", reach=OF_SUBJECT
)
def in_range(
    data: Data,
    variable: Variable,
    at_least: float = float("-inf"),
    above: float = float("-inf"),
    at_most: float = float("inf"),
) -> Iterator[Fault]:
    number = as_number(data[variable])
    yield Fault((number < at_least) | (number <= above) | (number > at_most), [variable])
