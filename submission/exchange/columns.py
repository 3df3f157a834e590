"""The columns of a dataset as Dataset-JSON describes them: from define.xml, the transport file, and its values.

Source: CDISC Dataset-JSON 1.1, "Column Metadata" and "Supported Column Data Type Combinations".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onespec.engine.metadata.model import Dataset, Said, Variable, said_in
from onespec.engine.xpt.formats import DATE, DATETIME, TIME, unit_of_format
from onespec.engine.xpt.header import XptHeader
from onespec.engine.xpt.layout import XptVariable
from onespec.submission.exchange.measured import Measured

MOMENTS = (DATE, DATETIME, TIME)
STRING, INTEGER, FLOAT = "string", "integer", "float"
_NUMBERS = (INTEGER, FLOAT)


@dataclass(frozen=True)
class Column:
    """A variable in Dataset-JSON's words.

    type    string, integer, float, date, datetime or time
    target  integer: the text of a date stands for a number that SAS counts from 1960-01-01; else empty
    length  of text, in bytes as in the transport file; of numbers as define.xml states it; None where it has none
    """

    oid: str
    name: str
    label: str
    type: str
    target: str = ""
    length: int | None = None
    format: str = ""
    key: int | None = None

    def facts(self) -> dict[str, object]:
        """As it stands in the file, in the order of the specification."""
        said = {
            "itemOID": self.oid,
            "name": self.name,
            "label": self.label,
            "dataType": self.type,
            "targetDataType": self.target,
            "length": self.length,
            "displayFormat": self.format,
            "keySequence": self.key,
        }
        return {name: value for name, value in said.items() if value or name == "label"}


def kinds_of_texts(header: XptHeader, dataset: Dataset | None) -> dict[str, str]:
    """Text variable -> date, datetime or time, where define.xml says that it holds complete ones."""
    texts = {v.name for v in header.variables if v.type == "Char"}
    return {name: v.type for name, v in _described(dataset).items() if name in texts and v.type in MOMENTS}


def columns_of(header: XptHeader, dataset: Dataset | None, measured: Measured) -> tuple[list[Column], list[str]]:
    """The columns, and what of define.xml the values do not allow, a sentence each."""
    described, notes = _described(dataset), []
    keys = {name: place for place, name in enumerate(dataset.keys if dataset else (), 1)}
    out = []
    for each in header.variables:
        said = described.get(each.name)
        kind, target, why = _type(each, said, measured)
        notes += [f"{header.name}.{each.name}: {sentence}" for sentence in why]
        oid = said.oid if said else ""
        out.append(
            Column(
                oid or f"IT.{header.name}.{each.name}",
                each.name,
                label_of(said.label if said else {}, each.label),
                kind,
                target,
                _length(each, said, kind),
                each.format or (said.format if said else ""),
                keys.get(each.name),
            )
        )
    return out, notes


def label_of(said: Said, written: str) -> str:
    """The label of define.xml, which a transport file may have had to shorten; of several languages, the file's."""
    if not said or written in said.values():
        return written
    return said_in(said, "en" if written.isascii() else "zh")


def _described(dataset: Dataset | None) -> dict[str, Variable]:
    return {v.name: v for v in dataset.variables} if dataset else {}


def _type(each: XptVariable, said: Variable | None, measured: Measured) -> tuple[str, str, Sequence[str]]:
    """dataType, targetDataType, and sentences."""
    if each.type == "Char":
        kind = said.type if said and said.type in MOMENTS else STRING
        if kind in MOMENTS and each.name in measured.partial[kind]:
            return STRING, "", [f"define.xml says {kind}; not every value is a complete one, so it is a string."]
        return kind, "", []
    return _type_of_number(each, said, measured)


def _type_of_number(each: XptVariable, said: Variable | None, measured: Measured) -> tuple[str, str, Sequence[str]]:
    notes = list(_special(each.name, measured))
    unit = unit_of_format(each.format)
    if unit and measured.is_moment(each.name, unit):
        return unit, INTEGER, notes
    if unit:
        notes.append(f"its format is {each.format}; not every value is a whole {unit} of the calendar: it is a number.")
    kind = said.type if said and said.type in _NUMBERS else FLOAT
    if kind == INTEGER and each.name in measured.broken:
        return FLOAT, "", [*notes, "define.xml says integer; not every value is a whole number, so it is a float."]
    return kind, "", notes


def _special(name: str, measured: Measured) -> Iterator[str]:
    if count := measured.special.get(name, 0):
        yield f"special missing values in {count} rows; Dataset-JSON and Parquet have one kind of missing, null."


def _length(each: XptVariable, said: Variable | None, kind: str) -> int | None:
    if each.type == "Char":
        return each.length
    return int(said.length) if said and kind in _NUMBERS and said.length.isdigit() else None
