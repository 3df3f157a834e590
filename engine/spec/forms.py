"""The contract with the raw export: its forms and their fields, as crf.yaml declares them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Annotated, SupportsInt

from onespec.engine.declared import WHERE, Given, Key, Permitted, called
from onespec.engine.findings import QUERY, STOP
from onespec.engine.languages import LANGUAGES
from onespec.engine.notation import PLAIN
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.date_formats import HALF, units_of

LABEL = Key("What the CRF calls it: one text, or one text a language (en, zh).", alone="en")
FIELD_TYPES = ("text", "number", "result", "date", "time", "code")

_IN = Key(
    "Language of an edition -> the field whose text is taken in that edition: a term of the dictionary in Chinese.",
    names=Permitted(LANGUAGES, "SPEC-KEY", "There is no language '{value}'.", "Known: {known}."),
)
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
DAY = re.compile("[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_DAY = Permitted(like=re.compile(rf"{DAY.pattern}|study\..+"))
_EARLIEST = Key("An earlier date gives a query: a date of ISO 8601, or study.NAME.", only=_DAY)
_LATEST = Key("A later date gives a query: a date of ISO 8601, or study.NAME.", only=_DAY)
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
FROM_TABLE = "\0table"  # under replace: the table that says it; no text of a file is called so
OTHER_OF = ("list", "term", "text")
_DATE_PARTS = Permitted(("year", "month", "day"), "SPEC-KEY", "'{value}' is no part of a date.")
_DATE_OF = Key("It is a date of several columns: year, month and day -> the column.", names=_DATE_PARTS)
_OTHER_OF = Key(
    "It is the answer of a field, and where that is a term (OTHER), a text beside it: list, term and text.",
    names=Permitted(OTHER_OF, "SPEC-KEY", "'{value}' is no part of an answer with a text beside it."),
)
_FILE = "Its file in the export: .csv, .xlsx, .xpt, .sas7bdat, .xml (ODM); several, or a pattern (lab_*.csv), in order."
_ROWS = "Which rows of its files are its own: conditions on the texts of cells, as in where. All, when left out."
_VISITS = (
    "The visits at which it is filled in, as the codelist of visits has them (CYCLE * DAY 1): bookmarks of the aCRF."
)
_SUBJECT = "The field that holds the subject number; the fields that make it together: [SITEID, SUBJID] is S1-001."
_DELIMITER = Permitted((",", ";", "\t", "|"), "SPEC-FORMAT", "'{value}' is no delimiter.", 'Write ";", "\\t" or "|".')
_ROW = Permitted((), "SPEC-CONSTANT", "'{value}' is no row.", "Write its number, from 1.", re.compile(r"[1-9]\d*"))
_REPLACE = Key(
    "Texts, or control for every control character, and what is written instead; or a table of FROM and TO.",
    alone=FROM_TABLE,
)


def is_pattern(name: str) -> bool:
    """Does it stand for several files: ``lab_*.csv``?"""
    return "*" in name or "?" in name or "[" in name


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
        tuple[str, ...],
        Key("How the export writes it: dates of YYYY, YY, MM, M, DD, D, MON, MONTH; times of HH, H, MM, SS, AM."),
    ] = ()
    century: Annotated[str, Key("The first year that a year of two digits (YY) means.", only=_YEAR)] = ""
    unknown_parts: Annotated[
        tuple[str, ...], Key("What stands for an unknown part of a date or time, besides UN, NK.")
    ] = ()
    earliest: Annotated[str, _EARLIEST] = ""
    latest: Annotated[str, _LATEST] = ""
    time: Annotated[str, Key("The field with the time of day of this date.")] = ""
    translation: Annotated[str, Key("The field with the translation of this text.")] = ""
    translated: Annotated[str, Key("The field with this text as it was when it was translated.")] = ""
    in_: Annotated[dict[str, str], _IN] = field(default_factory=dict)
    min: Annotated[str, Key("A lower number gives a query.", only=_LIMIT)] = ""
    max: Annotated[str, Key("A higher number gives a query.", only=_LIMIT)] = ""
    page: Annotated[str, Key("Its page, or pages, of the annotated CRF.")] = ""
    not_submitted: Annotated[str, Key("Why no dataset holds it.")] = ""
    unknown: Annotated[str, Key("What an answer unknown to its codelist gives.", only=_UNKNOWN, default=STOP)] = STOP
    repeats: Annotated[
        str, Key("The field of the form that its row belongs to, or of the register, that it repeats.")
    ] = ""
    replace: Annotated[dict[str, str], _REPLACE] = field(default_factory=dict)
    missing: Annotated[tuple[str, ...], _MISSING] = ()
    part: Annotated[dict[str, str], _PART] = field(default_factory=dict)
    case: Annotated[str, Key("The capitals of its texts.", only=_CASE)] = ""
    prefix: Annotated[str, Key("What is written before the text of each cell.")] = ""
    suffix: Annotated[str, Key("What is written after the text of each cell.")] = ""
    decimal: Annotated[str, Key("The decimal mark of its numbers (number, result).", only=_MARK, default=".")] = "."
    grouping: Annotated[str, Key("The mark for thousands in its numbers (number, result).", only=_GROUPING)] = ""
    was: Annotated[tuple[str, ...], Key("Its earlier names: a file has it under one of them, or under its own.")] = ()
    first_of: Annotated[tuple[str, ...], Key("It is the first filled one of these columns.")] = ()
    date_of: Annotated[dict[str, str], _DATE_OF] = field(default_factory=dict)
    checkboxes: Annotated[dict[str, str], Key("It is the term of the ticked one of these columns: column -> term.")] = (
        field(default_factory=dict)
    )
    ticked: Annotated[tuple[str, ...], Key("What a checkbox holds that is ticked.")] = ()
    unticked: Annotated[tuple[str, ...], Key("What a checkbox holds that is not ticked, besides nothing.")] = ()
    several: Annotated[str, Key("The term for several ticked checkboxes; they are a query when left out.")] = ""
    other_of: Annotated[dict[str, str], _OTHER_OF] = field(default_factory=dict)
    cut_of: Annotated[tuple[str, ...], Key("It is Y where the data cut takes one of these dates, or ends it.")] = ()
    line: Annotated[int, Given.LINE] = 0
    taken: str = ""  # the field whose text is taken in this edition
    replace_table: str = ""  # the table that its replacements stand in
    translations: dict[str, str] = field(default_factory=dict)  # of texts, as `coding.folded` has them, by people

    @cached_property
    def made_of(self) -> tuple[str, ...]:
        """The fields that it is made of; none of a column."""
        beside = tuple(self.other_of[name] for name in ("list", "text") if name in self.other_of)
        return (*self.first_of, *self.date_of.values(), *self.checkboxes, *beside, *self.cut_of)

    @property
    def is_number(self) -> bool:
        return self.type == "number"

    @property
    def is_date(self) -> bool:
        return self.type == "date"

    @property
    def has_time(self) -> bool:
        """Does its format tell a time of day?"""
        return any("hour" in units_of(format_) for format_ in self.format)

    @property
    def has_halves(self) -> bool:
        """Does its format tell a time by AM and PM?"""
        return any(HALF in units_of(format_) for format_ in self.format)

    @property
    def codelists(self) -> set[str]:
        """The codelists of its answers."""
        return {self.codelist, *self.answers.values()} - {""}


@called("a form", "Form '{name}'", "Give file, subject, key and fields.")
@dataclass(frozen=True)
class Form:
    """What the export holds of one page of the CRF: a raw file, or several of one kind."""

    name: Annotated[str, Given.NAME]
    label: Annotated[dict[str, str], LABEL]
    files: Annotated[tuple[str, ...], Key(_FILE, required=True, name="file")]
    encoding: Annotated[str, Key("The encoding of its texts (CSV, SAS), as Python names it; verified strictly.")]
    sheet: Annotated[
        str, Key("The sheet of an XLSX file, the first one when left out; the item group (OID) of an ODM file.")
    ]
    subjects: Annotated[tuple[str, ...], Key(_SUBJECT, required=True, name="subject")]
    key: Annotated[tuple[str, ...], Key("The fields that identify a row.", required=True, add=_ADD_KEY)]
    fields: Annotated[dict[str, Field], Key("Its columns, by their names in the file.")]
    not_submitted: Annotated[str, Key("Why no dataset holds those of its fields that none uses.")] = ""
    unread_sheets: Annotated[
        dict[str, str],
        Key("Sheets of its workbook, or parts of its ODM file, that no form reads, and why; others are a stop."),
    ] = field(default_factory=dict)
    replace: Annotated[dict[str, str], _REPLACE] = field(default_factory=dict)
    missing: Annotated[tuple[str, ...], _MISSING] = ()
    earliest: Annotated[str, _EARLIEST] = ""
    latest: Annotated[str, _LATEST] = ""
    page: Annotated[str, Key("Its page, or pages, of the annotated CRF: of each field that names none.")] = ""
    takes: Annotated[tuple[str, ...], Key("The fields under shared that it has, too.")] = ()
    roles: Annotated[
        dict[str, str], Key("What fields are for (visit, date, ...) -> the field, or none; datasets name role.visit.")
    ] = field(default_factory=dict)
    delimiter: Annotated[str, Key("What parts the cells of a CSV file.", only=_DELIMITER, default=",")] = ","
    header: Annotated[str, Key("The row of the file (CSV, XLSX) that names the columns.", only=_ROW, default="1")] = "1"
    skip: Annotated[
        tuple[str, ...], Key("Rows that are no data (labels, units): 1 is the first after the header.")
    ] = ()
    rows: Annotated[tuple[Condition, ...], Key(_ROWS, shape=WHERE)] = ()
    ignore: Annotated[dict[str, str], Key("Columns that are left aside, and why; a file may lack them.")] = field(
        default_factory=dict
    )
    visits: Annotated[tuple[str, ...], Key(_VISITS)] = ()
    belongs_to: Annotated[str, Key("The form to whose rows its rows belong, by its key: fields that both have.")] = ""
    line: Annotated[int, Given.LINE] = 0
    asks: bool = False  # a column that it does not know is a query: the study is a draft
    found: tuple[tuple[str, int], ...] = ()  # its files as an export has them, and how many rows stand before each

    @property
    def file(self) -> str:
        """Its files, as crf.yaml names them."""
        return ", ".join(self.files)

    @property
    def subject(self) -> str:
        """The field of the subject number; of several, the last one, which is a number within the others."""
        return self.subjects[-1] if self.subjects else ""

    def names(self, file: str) -> bool:
        """Is a file of the export one of its own?"""
        return any(fnmatchcase(file, name) if is_pattern(name) else file == name for name in self.files)

    def of(self, found: tuple[tuple[str, int], ...]) -> Form:
        """The form with its files as an export has them."""
        return replace(self, found=found)

    def place(self, number: SupportsInt) -> tuple[str, int]:
        """File and row (1 is the first after the header) of one of its rows, which are numbered through its files."""
        if not self.found:
            return self.file, int(number)
        name, before = self.found[bisect_right(self.found, int(number) - 1, key=lambda each: each[1]) - 1]
        return name, int(number) - before

    @property
    def one_per_subject(self) -> bool:
        return set(self.key) == set(self.subjects)

    def column(self, name: str) -> Field:
        return self.fields[name]

    @property
    def columns(self) -> list[str]:
        """The fields that are columns of its files."""
        return [name for name, field in self.fields.items() if not field.made_of]

    def columns_of(self, name: str) -> list[str]:
        """The column that a field is, or those that it is made of."""
        return [n for n in self.behind(name) if not self.fields[n].made_of] if self.fields[name].made_of else [name]

    def behind(self, name: str) -> list[str]:
        """The fields whose cells travel with a field, itself first: times, translations, what it is made of."""
        out = [name]
        for each in out:
            field = self.fields.get(each)
            named = (field.time, field.translation, field.translated, field.taken, *field.made_of) if field else ()
            out += [n for n in dict.fromkeys(named) if n in self.fields and n not in out]
        return out

    @property
    def identity(self) -> set[str]:
        """Fields that say whose a row is, and which one."""
        return {*self.subjects, *self.key, *(c.name for c in self.rows)}

    @property
    def structural(self) -> set[str]:
        """Fields that the form itself uses: subject, key, times, translations, and what other fields are made of."""
        return self.identity | {
            *(f.time for f in self.fields.values()),
            *(f.translation for f in self.fields.values()),
            *(f.translated for f in self.fields.values()),
            *(f.taken for f in self.fields.values()),
            *(f.name for f in self.fields.values() if f.repeats),
            *(n for f in self.fields.values() for n in f.made_of),
        } - {""}
