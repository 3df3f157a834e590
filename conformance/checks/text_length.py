"""Check: lengths of texts and numbers."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check(
    "A character variable, and each of its values, has at most {limit} bytes; a numeric one has 8.", reach=OF_SUBJECT
)
def text_length(data: Data, limit: int) -> Iterator[Fault]:
    for v in data.header.variables:
        if v.type == "Num" and v.length != 8 or v.length > limit:
            yield Fault(None, [v.name], detail=f"{v.name} has length {v.length}", values=[str(v.length)])
        if v.length >= limit - 1 and v.name in data and not data.is_number(v.name):
            yield Fault(
                data[v.name].str.len() > limit, [v.name], detail=f"the value of {v.name} is longer than {limit}"
            )
