"""The levels above the values: what two files state of a dataset and of its variables."""

from __future__ import annotations

from onespec.qc.result import Difference
from onespec.qc.tables import Table

# Statement of a variable -> kind of difference; a statement is compared where both files make it.
_STATED = ("type", "length", "label", "format", "informat")


def attribute_differences(
    base: Table, compare: Table, ignore: frozenset[str]
) -> tuple[list[Difference], tuple[str, ...]]:
    """Every difference but those of rows and values; and the levels that could not be compared."""
    common = [n for n in base.attributes if n in compare.attributes]
    out = [
        Difference(f"dataset {level}", "", str(a), str(b))
        for level, a, b in _dataset(base, compare)
        if a is not None and b is not None and a != b
    ]
    out += [Difference("base variable", n, "yes", "no") for n in base.attributes if n not in compare.attributes]
    out += [Difference("compare variable", n, "no", "yes") for n in compare.attributes if n not in base.attributes]
    for level in _STATED:
        pairs = [(n, getattr(base.attributes[n], level), getattr(compare.attributes[n], level)) for n in common]
        out += [Difference(level, n, str(a), str(b)) for n, a, b in pairs if a is not None and b is not None and a != b]
    out += _order(common, [n for n in compare.attributes if n in base.attributes])
    return [d for d in out if d.kind not in ignore], _unstated(base, compare, common, ignore)


def _dataset(base: Table, compare: Table) -> tuple[tuple[str, str | None, str | None], ...]:
    return ("label", base.label, compare.label), ("type", base.kind, compare.kind)


def _order(base: list[str], compare: list[str]) -> list[Difference]:
    """The first variable that stands elsewhere, among those of both."""
    for place, (a, b) in enumerate(zip(base, compare, strict=True), start=1):
        if a != b:
            return [Difference("variable order", a, f"{place}: {a}", f"{place}: {b}")]
    return []


def _unstated(base: Table, compare: Table, common: list[str], ignore: frozenset[str]) -> tuple[str, ...]:
    out = [f"dataset {level}" for level, a, b in _dataset(base, compare) if a is None or b is None]
    for level in _STATED:
        if any(getattr(t.attributes[n], level) is None for n in common for t in (base, compare)):
            out.append(level)
    return tuple(level for level in out if level not in ignore)
