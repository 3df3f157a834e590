"""Check: a text and its number."""

from collections.abc import Iterator, Sequence

from onespec.conformance.checks.one_to_one import one_to_one
from onespec.conformance.data import Data, Fault, Names
from onespec.conformance.reach import Distinct, Given
from onespec.engine.registry import check


def _pairs(data: Data, given: Given) -> list[list[str]]:
    """For each pair what it stands within, the text, the number."""
    labels, out = {v.label: v.name for v in data.header.variables}, []
    for v in data.header.variables:
        about = v.label.removesuffix(" (N)").removesuffix(" (C)")
        other = labels.get(about, v.name[:-1])
        if about == v.label or v.name in given["apart"] or other not in data:
            continue
        number, text = (v.name, other) if v.label.endswith("(N)") else (other, v.name)
        if number in data and text in data and data.is_number(number) and not data.is_number(text):
            parameter = given["parameter"]
            by = [parameter] if parameter in data and v.name.startswith(tuple(given["within"])) else []
            out.append([*by, text, number])
    return out


def _one_to_one(data: Data, columns: Sequence[str]) -> Iterator[Fault]:
    *by, text, number = columns
    return one_to_one(data, text, number, by)


@check(
    "A variable whose label ends in (N), or (C), goes one to one with that of the label without; within {parameter}, "
    "where its name begins as one of {within}.",
    reach=Distinct(_pairs, _one_to_one),
)
def number_companion(data: Data, parameter: str, within: Names, apart: Names) -> Iterator[Fault]:
    """Those of ``apart`` are not looked at.

    Without a variable of that label it is that of the name without its last letter.
    """
    for columns in _pairs(data, {"parameter": parameter, "within": within, "apart": apart}):
        yield from _one_to_one(data, columns)  # with its detail
