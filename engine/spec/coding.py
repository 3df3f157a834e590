"""Terms and their dictionaries: which variables hold codes of a text, and the tables in which codes and translations
that people gave to texts stand.

Nothing is declared twice: in a dataset of events or interventions the topic variable is what was written, and the
variables of the dictionary of --DECOD hold its codes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from onespec.engine.encodings import lacking, size_in
from onespec.engine.findings import QUERY, STOP, Findings, unknown
from onespec.engine.limits import MAX_TEXT
from onespec.engine.notation import PLAIN
from onespec.engine.spec.forms import Form
from onespec.engine.spec.model import Dataset, Dictionary, Study, Variable
from onespec.engine.spec.verbs import NotAvailable, Predecessor

VERBATIM, LANGUAGE, TRANSLATION = "VERBATIM", "LANGUAGE", "TRANSLATION"
VERSION, CODER, DATE, COMMENT = "VERSION", "CODER", "DATE", "COMMENT"
BEFORE, AFTER = (VERBATIM, LANGUAGE), (VERSION, CODER, DATE, COMMENT)
TRANSLATED = (VERBATIM, TRANSLATION, CODER, DATE, COMMENT)  # the columns of a table of translations
RULE, OF_ANOTHER_VERSION = "SPEC-CODING", "TERM-VERSION"
DECODE = "DECOD"
# A term and its code (SDTMIG 3.4): one is not given without the other.
PAIRS = (
    ("LLT", "LLTCD"),
    (DECODE, "PTCD"),
    ("HLT", "HLTCD"),
    ("HLGT", "HLGTCD"),
    ("BODSYS", "BDSYCD"),
    ("SOC", "SOCCD"),
    ("CLAS", "CLASCD"),
)
_OCCURRENCES = ("Events", "Interventions")
_NO_BLANKS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # characters of Chinese and Japanese, which write none
_BETWEEN = re.compile(f"(?<=[{_NO_BLANKS}]) (?=[{_NO_BLANKS}])")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

Row = Mapping[str, str]


@dataclass(frozen=True)
class Coded:
    """A dataset whose texts are coded.

    dictionary  the key of the dictionary, ``table`` that of the table of codes that people gave ("" for none)
    topic       the variable that holds what was written
    columns     variable with codes -> what it is called in lists and tables: its name without the domain
    needed      the variables without which a record counts as not coded: --DECOD, and what the standard expects
    beside      variables that help to code: the indication, the route
    """

    dataset: str
    dictionary: str
    table: str
    topic: str
    columns: dict[str, str]
    needed: tuple[str, ...]
    beside: tuple[str, ...]

    @property
    def decode(self) -> str:
        return next(name for name, column in self.columns.items() if column == DECODE)


_BESIDE = ("MODIFY", "CAT", "SCAT", "INDC", "ROUTE", "DOSFRM", "LOC", "SEV")


def folded(text: str) -> str:
    """A text without what makes no other term of it: capitals, full-width characters, needless blanks.

    >>> folded(" Ｈeadache,  Severe "), folded("头 痛")
    ('headache, severe', '头痛')
    """
    return _BETWEEN.sub("", " ".join(unicodedata.normalize("NFKC", text).casefold().split()))


def coded_datasets(study: Study) -> dict[str, Coded]:
    """The datasets whose texts are coded by a dictionary, by name."""
    return {d.name: found for d in study.datasets.values() if (found := _coded(study, d)) is not None}


def _coded(study: Study, dataset: Dataset) -> Coded | None:
    topic = next((v.name for v in dataset.columns if v.role == "Topic"), "")
    decode = dataset.variables.get(dataset.name[:2] + DECODE)
    if dataset.standard != "sdtm" or dataset.cls not in _OCCURRENCES or not topic:
        return None
    if decode is None or not _holds_codes(decode):
        return None
    dictionary = study.dictionaries.get(decode.dictionary)
    mine = [v for v in dataset.submitted if _holds_codes(v) and v.dictionary == decode.dictionary]
    beside = [n for n in (dataset.name[:2] + each for each in _BESIDE) if n in dataset.variables]
    return Coded(
        dataset.name,
        decode.dictionary,
        dictionary.codes if dictionary else "",
        topic,
        {v.name: v.name.removeprefix(dataset.name[:2]) for v in mine},
        tuple(v.name for v in mine if v is decode or v.core in ("Req", "Exp")),
        tuple(n for n in beside if not isinstance(dataset.variables[n].verb, NotAvailable)),
    )


def _holds_codes(variable: Variable) -> bool:
    return bool(variable.dictionary) and not isinstance(variable.verb, (NotAvailable, Predecessor))


def code_columns(study: Study, dictionary: str) -> dict[str, Variable]:
    """The columns of codes of a dictionary, each with the first variable that it fills."""
    out: dict[str, Variable] = {}
    for coded in coded_datasets(study).values():
        if coded.dictionary == dictionary:
            for name, column in coded.columns.items():
                out.setdefault(column, study.datasets[coded.dataset].variables[name])
    return out


def table_columns(study: Study, dictionary: str) -> list[str]:
    """The columns of a dictionary's table of codes."""
    return [*BEFORE, *code_columns(study, dictionary), *AFTER]


@dataclass(frozen=True)
class Given:
    """A row of a table of codes or translations: its number (1 is the first after the header), and its cells."""

    number: int
    cells: Row


def given(rows: Iterable[Row]) -> dict[str, Given]:
    """The rows of a table by their text; of two with one text, which is a finding, the first."""
    out: dict[str, Given] = {}
    for number, row in enumerate(rows, 1):
        out.setdefault(folded(row.get(VERBATIM, "")), Given(number, row))
    out.pop("", None)
    return out


def signed(row: Row) -> str:
    """Who gave a code or translation, and when."""
    version = f"version {row[VERSION]}, " if row.get(VERSION) else ""
    return f"{version}{row.get(CODER, '')} {row.get(DATE, '')}"


# Tables are held against what they are for -----------------------------------------------------


def hold_codes(study: Study, findings: Findings) -> None:
    """What is wrong with the tables of codes that dictionaries name."""
    for key, dictionary in study.dictionaries.items():
        if not dictionary.codes:
            continue
        columns = code_columns(study, key)
        if not columns:
            said = f"Dictionary {key} names a table of codes, and no dataset of events or interventions has its terms."
            fix = f"Remove 'codes:', or give --DECOD 'dictionary: {key}'."
            findings.add(RULE, STOP, said, fix, file="study.yaml")
            continue
        rows = study.tables.get(dictionary.codes, [])
        for number, said, fix in code_faults(rows, columns, study):
            findings.add(RULE, STOP, said, fix, file=f"tables/{dictionary.codes}.csv", line=number)
        _hold_versions(study, dictionary, rows, findings)


def _hold_versions(study: Study, dictionary: Dictionary, rows: Iterable[Row], findings: Findings) -> None:
    """Codes of another version of the dictionary are used, and told."""
    level = STOP if study.levels.get(OF_ANOTHER_VERSION) == STOP else QUERY
    lines: dict[str, list[int]] = {}
    for number, row in enumerate(rows, 2):
        if row.get(VERSION, "") != dictionary.version:
            lines.setdefault(row.get(VERSION, ""), []).append(number)
    for version, numbers in lines.items():
        terms = "1 term is" if len(numbers) == 1 else f"{len(numbers)} terms are"
        said = f"{terms} coded by version '{version}' of {dictionary.name}; study.yaml says '{dictionary.version}'."
        place = {"file": f"tables/{dictionary.codes}.csv", "line": numbers[0]}
        findings.add(OF_ANOTHER_VERSION, level, said, "Have them coded anew, and sign the new version.", **place)


def code_faults(rows: list[dict[str, str]], columns: Mapping[str, Variable], study: Study) -> Iterator:
    """What is wrong with rows of codes: the line of the file (2 is the first row), the message, the fix."""
    yield from _head_faults(rows, [*BEFORE, *columns, *AFTER], (VERBATIM, DECODE))
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        yield from _signed_faults(number, row, seen)
        for term, code in PAIRS:
            if term in columns and code in columns and bool(row.get(term)) != bool(row.get(code)):
                filled, blank = (term, code) if row.get(term) else (code, term)
                said = f"'{row.get(VERBATIM)}' has {filled} and no {blank}."
                yield number, said, "Give both, or neither."
        if not row.get(DECODE, ""):
            yield number, f"'{row.get(VERBATIM)}' has no {DECODE}.", "Complete the row, or remove it."
        for column, variable in columns.items():
            value = row.get(column, "")
            if variable.is_number and value and not PLAIN.fullmatch(value):
                yield number, f"{column} of '{row.get(VERBATIM)}' is a number and never '{value}'.", "Write the number."
            elif _never(value, study.encoded):
                yield number, f"{column} of '{row.get(VERBATIM)}' cannot stand in a dataset: '{value}'.", _PLAIN


_PLAIN = f"Write at most {MAX_TEXT} plain ASCII characters, on one line."


def translation_faults(rows: list[dict[str, str]]) -> Iterator[tuple[int, str, str]]:
    """The same of rows of translations."""
    yield from _head_faults(rows, TRANSLATED, (VERBATIM, TRANSLATION))
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        yield from _signed_faults(number, row, seen)
        value = row.get(TRANSLATION, "")
        if not value:
            yield number, f"'{row.get(VERBATIM)}' has no translation.", "Complete the row, or remove it."
        elif not value.isascii() or not value.isprintable():
            yield number, f"The translation of '{row.get(VERBATIM)}' is not English: '{value}'.", "Write plain ASCII."


def _head_faults(rows: list[dict[str, str]], known: Iterable[str], must: Iterable[str]) -> Iterator:
    head = list(rows[0]) if rows else list(must)
    for column in head:
        if column not in known:
            message, fix = unknown("column", column, known, "a table of codes or translations")
            yield 1, message, fix
    for column in must:
        if column not in head:
            yield 1, f"The table has no column {column}.", f"Its columns are {', '.join(known)}."


def _signed_faults(number: int, row: Row, seen: dict[str, int]) -> Iterator[tuple[int, str, str]]:
    text, key = row.get(VERBATIM, ""), folded(row.get(VERBATIM, ""))
    if not key:
        yield number, f"The row has no {VERBATIM}.", "Write the text, or remove the row."
    elif key in seen:
        yield number, f"'{text}' stands in row {seen[key] - 1}, too.", "Remove one of the rows."
    seen.setdefault(key, number)
    if not row.get(CODER, "") or not is_day(row.get(DATE, "")):
        yield number, f"Nobody has signed '{text}': {CODER} and {DATE} (YYYY-MM-DD).", "Write who says so, and when."


def is_day(text: str) -> bool:
    """Is it a day of the calendar, as ISO 8601 writes it?"""
    try:
        return bool(_DAY.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _never(value: str, encoding: str) -> bool:
    return size_in(encoding, value) > MAX_TEXT or not value.isprintable() or bool(lacking(encoding, value))


def with_translations(forms: dict[str, Form], study: Study, rows: list[dict[str, str]], findings: Findings) -> None:
    """The forms' fields with the translations that people gave to texts, of the table that study.yaml names."""
    if not study.translations:
        return
    for number, said, fix in translation_faults(rows):
        findings.add(RULE, STOP, said, fix, file=f"tables/{study.translations}.csv", line=number)
    translations = {text: row.cells.get(TRANSLATION, "") for text, row in given(rows).items()}
    for form in forms.values():
        for field in form.fields.values():
            if field.translation:
                form.fields[field.name] = replace(field, translations=translations)
