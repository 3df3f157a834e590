"""What stands for characters that a transport file cannot hold: written at a field or form, or in a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from onespec.engine.findings import STOP, Findings, unknown
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.forms import FROM_TABLE, Form

COLUMNS = ("FROM", "TO")
_CODE = re.compile(r"U\+([0-9A-F]{4})")  # in a table, for what cannot be seen or typed

Rows = list[dict[str, str]]


def replacements_stand(reader: EntryReader, instead: Mapping[str, str], line: int) -> None:
    """What stands instead is what a transport file holds; a table is looked at later."""
    for text, by in instead.items():
        if text != FROM_TABLE and _never(text, by):
            reader.stop("SPEC-CONSTANT", *_problem(text, by), line)


def with_replacements(forms: dict[str, Form], tables: Mapping[str, Rows], findings: Findings) -> None:
    """The forms' fields with the rows of the tables that they name under ``replace``."""
    read: dict[str, dict[str, str]] = {}
    for form in forms.values():
        if name := form.replace.get(FROM_TABLE):
            _table(name, form.line, tables, findings, read)
        for field in form.fields.values():
            if name := field.replace.get(FROM_TABLE):
                rows = _table(name, field.line, tables, findings, read)
                form.fields[field.name] = replace(field, replace=rows, replace_table=name)


def _table(
    name: str, line: int, tables: Mapping[str, Rows], findings: Findings, read: dict[str, dict[str, str]]
) -> dict[str, str]:
    """Text -> what stands instead, of a table; each table is read once."""
    if name in read:
        return read[name]
    out = read[name] = {}
    rows, file = tables.get(name), f"tables/{name}.csv"
    if rows is None:
        message, fix = unknown("table", name, tables, "the study, which 'replace' names")
        findings.add("SPEC-TABLE", STOP, message, fix, file="crf.yaml", line=line)
        return out
    lacking = [column for column in COLUMNS if not rows or column not in rows[0]]
    if lacking:
        said = f"Table {name} has no column {' and no column '.join(lacking)}, and 'replace' of crf.yaml names it."
        findings.add("SPEC-TABLE", STOP, said, "Write the columns FROM and TO, and a row for each text.", file=file)
        return out
    for number, row in enumerate(rows, 2):
        text, by = (_CODE.sub(lambda m: chr(int(m[1], 16)), row.get(column, "")) for column in COLUMNS)
        if text in out:
            said = f"Table {name} replaces {text!r} twice."
            findings.add("SPEC-TWICE", STOP, said, "Remove one of the rows.", file=file, line=number)
        elif _never(text, by):
            findings.add("SPEC-CONSTANT", STOP, *_problem(text, by), file=file, line=number)
        out.setdefault(text, by)
    return out


def _never(text: str, by: str) -> bool:
    return not text or not by.isascii() or any(c < " " or c == "\x7f" for c in by)


def _problem(text: str, by: str) -> tuple[str, str]:
    message = f"'replace' writes {by!r} for {text!r}; a transport file does not hold it."
    return message, "Write plain ASCII, without control characters."


def visible(text: str) -> str:
    """The text, its characters that cannot be seen by their code."""
    return "".join(c if c.isprintable() and not c.isspace() or c == " " else f"U+{ord(c):04X}" for c in text)
