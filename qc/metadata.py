"""What a transport file states, held against define.xml beside it and against the standard's own tables.

The second programs give values only; labels, types, lengths, formats and the order of variables are checked here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from onespec.engine.spec.define_reader import Define, Group, Item, read_define
from onespec.qc.result import Difference
from onespec.qc.tables import Table

_NUMBERS = ("integer", "float", "double", "decimal")  # data types of define.xml
_TABLES = {"sdtm": "sdtmig-3.4-variables.csv", "adam": "adamig-1.3-variables.csv"}
# Kinds of a statement's difference, as waivers name them.
KINDS = (
    "dataset label in define.xml",
    "variable in define.xml",
    "order in define.xml",
    "label in define.xml",
    "type in define.xml",
    "length in define.xml",
    "format in define.xml",
    "keys in define.xml",
    "label in the standard",
    "type in the standard",
    "order in the standard",
    "required variable",
    "duplicate keys",
)


class Edition(NamedTuple):
    """The language of a file's labels, and the encoding of its texts."""

    language: str = "en"
    encoding: str = "utf-8"

    def holds(self, label: str) -> bool:
        """Can a transport file hold a label whole?  What it cannot hold is shortened there, and not in define.xml."""
        return len(label.encode(self.encoding, "replace")) <= _LABEL

    def labels(self, english: str) -> tuple[str, ...]:
        """What a label of the standard may be in a file."""
        return (english, *_in_chinese().get(english, ())) if self.language == "zh" else (english,)


ENGLISH = Edition()
_LABEL = 40  # bytes


@cache
def _in_chinese() -> dict[str, tuple[str, ...]]:
    """The Chinese label of each label of the standards, and its shorter form."""
    with resources.files("onespec.standards").joinpath("labels-zh.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {row["LABEL"]: tuple(filter(None, (row["CHINESE"], row["SHORTER"]))) for row in rows}


def statement_differences(
    table: Table, again: int, keys: tuple[str, ...], define: Path, edition: Edition = ENGLISH
) -> list[Difference]:
    """Everything that the file of an edition states and its descriptions do not, or otherwise.

    again  how many of its rows have the keys of an earlier one
    """
    out = [Difference("duplicate keys", "", f"{again} rows", "none")] if again else []
    group = _group(define, table.name)
    if group is None:
        return [*out, Difference("dataset label in define.xml", "", table.name, "not described")]
    return [*out, *_against_define(table, group, keys, edition), *_against_standard(table, define.parent.name, edition)]


def _group(define: Path, name: str) -> Group | None:
    """What define.xml says of a dataset; None without the file, or where it does not describe the dataset."""
    said = _read(define, define.stat().st_mtime_ns) if define.is_file() else None
    return said.groups.get(name) if said else None


@cache
def _read(define: Path, _changed: int) -> Define | None:
    return read_define(define)


def _against_define(table: Table, group: Group, keys: tuple[str, ...], edition: Edition) -> Iterator[Difference]:
    if group.label != table.label and edition.holds(group.label):
        yield Difference("dataset label in define.xml", "", table.label or "", group.label)
    if group.keys != keys:
        yield Difference("keys in define.xml", "", ", ".join(keys), ", ".join(group.keys))
    for name in table.attributes.keys() ^ group.items.keys():
        yield Difference(
            "variable in define.xml", name, *(("yes", "no") if name in table.attributes else ("no", "yes"))
        )
    common = [n for n in table.attributes if n in group.items]
    if common != (order := [n for n in group.items if n in table.attributes]):
        first = next(i for i, (a, b) in enumerate(zip(common, order, strict=True)) if a != b)
        yield Difference("order in define.xml", common[first], common[first], order[first])
    for name in common:
        yield from _item(table, group.items[name], edition)


def _item(table: Table, item: Item, edition: Edition) -> Iterator[Difference]:
    a, text = table.attributes[item.name], item.type not in _NUMBERS
    pairs = [
        ("label", a.label, item.label),
        ("type", a.type, "Char" if text else "Num"),
        ("format", a.format or "", item.format),
    ]
    if text and item.length:
        pairs.append(("length", str(a.length), str(item.length)))
    for level, file, define in pairs:
        if file != define and (level != "label" or edition.holds(define)):
            yield Difference(f"{level} in define.xml", item.name, file or "", define)


# The standard -----------------------------------------------------------------------------


def _against_standard(table: Table, standard: str, edition: Edition) -> Iterator[Difference]:
    facts = _facts(standard, table.name)
    for name, a in table.attributes.items():
        if name in facts:
            labels = {label for f in facts[name] for label in edition.labels(f["LABEL"])}
            types = {f["TYPE"] for f in facts[name]}
            if a.label not in labels:
                yield Difference("label in the standard", name, a.label or "", " or ".join(sorted(labels)))
            if a.type not in types:
                yield Difference("type in the standard", name, a.type or "", " or ".join(sorted(types)))
    if standard == "sdtm":
        yield from _sdtm_shape(table, facts)


def _sdtm_shape(table: Table, facts: dict[str, list[dict[str, str]]]) -> Iterator[Difference]:
    """SDTMIG 3.4, 4.1.4: variables stand in the standard's order; a required one is always there."""
    for name, (fact, *_) in facts.items():
        if fact["CORE"] == "Req" and name not in table.attributes:
            yield Difference("required variable", name, "no", "yes")
    known = [n for n in table.attributes if n in facts]
    order = sorted(known, key=lambda n: int(facts[n][0]["ORDER"]))
    for a, b in zip(known, order, strict=True):
        if a != b:
            yield Difference("order in the standard", a, a, b)
            return


@cache
def _facts(standard: str, dataset: str) -> dict[str, list[dict[str, str]]]:
    """Variable -> its lines in the standard's table; an ADaM variable may be in several structures."""
    with resources.files("onespec.standards").joinpath(_TABLES[standard]).open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    wanted = {dataset, "SUPPQUAL"} if dataset.startswith("SUPP") else {dataset}
    out: dict[str, list[dict[str, str]]] = {}
    for line in lines:
        if standard == "adam" or line["DATASET"] in wanted:
            out.setdefault(line["NAME"], []).append(line)
    return out
