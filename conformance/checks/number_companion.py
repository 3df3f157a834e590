"""Check: a text and its number."""

from collections.abc import Iterator

from onespec.conformance.checks.one_to_one import one_to_one
from onespec.conformance.data import Data, Fault, Names
from onespec.conformance.series import is_number
from onespec.engine.registry import check


@check(
    "A variable whose label ends in (N), or (C), goes one to one with that of the label without; within {parameter}, "
    "where its name begins as one of {within}."
)
def number_companion(data: Data, parameter: str, within: Names, apart: Names) -> Iterator[Fault]:
    """Those of ``apart`` are not looked at.

    Without a variable of that label it is that of the name without its last letter.
    """
    labels = {v.label: v.name for v in data.header.variables}
    for v in data.header.variables:
        about = v.label.removesuffix(" (N)").removesuffix(" (C)")
        other = labels.get(about, v.name[:-1])
        if about == v.label or v.name in apart or other not in data:
            continue
        number, text = (v.name, other) if v.label.endswith("(N)") else (other, v.name)
        if number in data and text in data and is_number(data[number]) and not is_number(data[text]):
            by = [parameter] if v.name.startswith(tuple(within)) else []
            yield from one_to_one(data, text, number, by)  # with its detail
