"""The contract with the raw export: its forms and their fields, as crf.yaml declares them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Annotated

from onespec.engine.declared import Given, Key, Permitted, called
from onespec.engine.findings import QUERY, STOP
from onespec.engine.notation import PLAIN

LABEL = Key("What the CRF calls it: one text, or one text a language (en, zh).", alone="en")
FIELD_TYPES = ("text", "number", "result", "date", "time", "code")

_ADD_KEY = "Name the fields that identify a row: 'key: [...]'."
_TYPE = Permitted(FIELD_TYPES, "SPEC-TYPE", "{what} has type '{value}'.")
_ANSWERS = Key("Test, as the form names it -> the codelist of its answers, instead of the field's.")
_LIMIT = Permitted(
    (), "SPEC-CONSTANT", "'{key}' of field {name} is a number and never '{value}'.", "Write a number.", PLAIN, True
)
_UNKNOWN = Permitted((STOP, QUERY), "SPEC-LEVEL", "'{value}' is no level.", "Write stop or query.", column=True)
_YEAR = Permitted(
    (),
    "SPEC-CONSTANT",
    "'{key}' of field {name} is a year and never '{value}'.",
    "Write a year of four digits.",
    re.compile("[1-9][0-9]{3}"),
    True,
)
_CASE = Permitted(("upper", "lower"), "SPEC-CONSTANT", "'case' of field {name} is '{value}'.", column=True)
_PART = Key(
    "The part of the cell that is read: separator and number (from 1), or from and to (positions, from 1).",
    names=Permitted(("separator", "number", "from", "to"), "SPEC-KEY", "'{value}' says no part of a cell."),
)
_MARK = Permitted((",", "."), "SPEC-CONSTANT", "'decimal' of field {name} is '{value}'.", column=True)
_GROUPING = Permitted(
    (",", ".", " ", "'"),
    "SPEC-CONSTANT",
    "'grouping' of field {name} is '{value}'.",
    "Write , . ' or a blank.",
    column=True,
)
_MISSING = Key("What stands in a cell for a missing value; such a cell is read as blank, and counted.")
CONTROLS = "control"  # under replace: each control character
_REPLACE = Key("Characters of its texts, or control for every control character, and what is written instead.")


@called("a field", "Field {name}", "Give label, type and page.", shape="Field {parent}.{name}")
@dataclass(frozen=True)
class Field:
    """A column of a raw form."""

    name: Annotated[str, Given.NAME]
    label: Annotated[dict[str, str], LABEL]
    type: Annotated[str, Key("What its values are.", required=True, only=_TYPE)]
    codelist: Annotated[str, Key("The codelist of its answers (code, result).")] = ""
    test: Annotated[str, Key("Of results of several tests: the field that names the test.")] = ""
    answers: Annotated[dict[str, str], _ANSWERS] = field(default_factory=dict)
    format: Annotated[
        tuple[str, ...], Key("How the export writes it: dates of YYYY, YY, MM, M, DD, D, MON, MONTH; times.")
    ] = ()
    century: Annotated[str, Key("The first year that a year of two digits (YY) means.", only=_YEAR)] = ""
    unknown_parts: Annotated[tuple[str, ...], Key("What stands for an unknown part of a date, besides UN, NK.")] = ()
    time: Annotated[str, Key("The field with the time of day of this date.")] = ""
    translation: Annotated[str, Key("The field with the translation of this text.")] = ""
    translated: Annotated[str, Key("The field with this text as it was when it was translated.")] = ""
    min: Annotated[str, Key("A lower number gives a query.", only=_LIMIT)] = ""
    max: Annotated[str, Key("A higher number gives a query.", only=_LIMIT)] = ""
    page: Annotated[str, Key("Its page, or pages, of the annotated CRF.")] = ""
    not_submitted: Annotated[str, Key("Why no dataset holds it.")] = ""
    unknown: Annotated[str, Key("What an answer unknown to its codelist gives.", only=_UNKNOWN, default=STOP)] = STOP
    repeats: Annotated[str, Key("The field of the register of subjects whose value it repeats.")] = ""
    replace: Annotated[dict[str, str], _REPLACE] = field(default_factory=dict)
    missing: Annotated[tuple[str, ...], _MISSING] = ()
    part: Annotated[dict[str, str], _PART] = field(default_factory=dict)
    case: Annotated[str, Key("The capitals of its texts.", only=_CASE)] = ""
    prefix: Annotated[str, Key("What is written before the text of each cell.")] = ""
    suffix: Annotated[str, Key("What is written after the text of each cell.")] = ""
    decimal: Annotated[str, Key("The decimal mark of its numbers (number, result).", only=_MARK, default=".")] = "."
    grouping: Annotated[str, Key("The mark for thousands in its numbers (number, result).", only=_GROUPING)] = ""
    line: Annotated[int, Given.LINE] = 0

    @property
    def is_number(self) -> bool:
        return self.type == "number"

    @property
    def is_date(self) -> bool:
        return self.type == "date"

    @property
    def codelists(self) -> set[str]:
        """The codelists of its answers."""
        return {self.codelist, *self.answers.values()} - {""}


@called("a form", "Form '{name}'", "Give file, subject, key and fields.")
@dataclass(frozen=True)
class Form:
    """A raw file."""

    name: Annotated[str, Given.NAME]
    label: Annotated[dict[str, str], LABEL]
    file: Annotated[str, Key("Its file in the export: .csv, .xlsx, .xpt or .sas7bdat.", required=True)]
    encoding: Annotated[str, Key("The encoding of its texts (CSV, SAS), as Python names it; verified strictly.")]
    sheet: Annotated[str, Key("The sheet of an XLSX file; the first one when left out.")]
    subject: Annotated[str, Key("The field that holds the subject number.", required=True)]
    key: Annotated[tuple[str, ...], Key("The fields that identify a row.", required=True, add=_ADD_KEY)]
    fields: Annotated[dict[str, Field], Key("Its columns, by their names in the file.")]
    not_submitted: Annotated[str, Key("Why no dataset holds those of its fields that none uses.")] = ""
    unread_sheets: Annotated[
        dict[str, str], Key("Sheets of its workbook that no form reads, and why; other sheets are a stop.")
    ] = field(default_factory=dict)
    replace: Annotated[dict[str, str], _REPLACE] = field(default_factory=dict)
    missing: Annotated[tuple[str, ...], _MISSING] = ()
    page: Annotated[str, Key("Its page, or pages, of the annotated CRF: of each field that names none.")] = ""
    takes: Annotated[tuple[str, ...], Key("The fields under shared that it has, too.")] = ()
    roles: Annotated[
        dict[str, str], Key("What fields are for (visit, date, ...) -> the field, or none; datasets name role.visit.")
    ] = field(default_factory=dict)
    line: Annotated[int, Given.LINE] = 0

    @property
    def one_per_subject(self) -> bool:
        return self.key == (self.subject,)

    def column(self, name: str) -> Field:
        return self.fields[name]

    @property
    def structural(self) -> set[str]:
        """Fields that the form itself uses: subject, key, times, translations and translated texts of other fields."""
        return {
            self.subject,
            *self.key,
            *(f.time for f in self.fields.values()),
            *(f.translation for f in self.fields.values()),
            *(f.translated for f in self.fields.values()),
            *(f.name for f in self.fields.values() if f.repeats),
        } - {""}
