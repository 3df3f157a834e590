"""Check: labels of variables in several datasets."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.engine.registry import check


@check("A variable has one label and one type in all datasets of the package.")
def one_label(data: Data) -> Iterator[Fault]:
    seen: dict[str, tuple[str, str, str]] = {}
    for name, table in sorted(data.package.tables.items()):
        for v in table.header.variables:
            first = seen.setdefault(v.name, (name, v.label, v.type))
            if first[1:] != (v.label, v.type):
                detail = f"{v.name} is '{v.label}' ({v.type}) in {name}, and '{first[1]}' ({first[2]}) in {first[0]}"
                yield Fault(None, [v.name], detail=detail)
