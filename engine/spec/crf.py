"""crf.yaml: the contract with the raw export, as forms and fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from onespec.engine.declared import Key, called
from onespec.engine.encodings import is_encoding
from onespec.engine.findings import Findings, nearest
from onespec.engine.spec.belonging import belonging_stands
from onespec.engine.spec.date_fields import formats_are_read, with_limits
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.forms import Field, Form
from onespec.engine.spec.inherited import Inherited
from onespec.engine.spec.made_fields import made_fields_stand
from onespec.engine.spec.model import Values
from onespec.engine.spec.reading import read_as_declared
from onespec.engine.spec.replacements import replacements_stand
from onespec.engine.spec.roles import NONE
from onespec.engine.spec.shared import EVERY_FORM, with_shared
from onespec.engine.spec.yamltext import Map


@called("crf.yaml")
@dataclass(frozen=True)
class Crf:
    """The contract with the raw export: every form, every field."""

    forms: Annotated[dict[str, Form], Key("The forms of the export.")]
    shared: Annotated[dict[str, Field], Key("Fields that several forms have alike; a form names them under takes.")]
    every_form: Annotated[Any, Key("What holds for each form that says nothing else.", shape=EVERY_FORM)]
    ignore: Annotated[dict[str, str], Key("Files of the export (or patterns) that are left aside, and why.")]


def read_forms(folder: Path, findings: Findings, values: Values | None = None) -> dict[str, Form]:
    """All forms of a study's crf.yaml."""
    return crf_of(Inherited(folder, findings).file("crf.yaml"), findings, values).forms


def crf_of(entry: Map, findings: Findings, values: Values | None = None) -> Crf:
    """What the entries of crf.yaml say; ``values`` are those of study.yaml."""
    reader = EntryReader("crf.yaml", findings, values, {Form: _form, Field: _field, Crf: _crf})
    return reader.entry(Crf, with_shared(reader, entry))


def _crf(reader: EntryReader, crf: Crf, written: Map) -> None:
    """What is left aside has a reason, and is read by no form."""
    for name, reason in crf.ignore.items():
        line = written["ignore"].lines[name]
        if not reason:
            reader.stop("SPEC-MISSING", f"'ignore' leaves out '{name}' without a reason.", "Write why.", line)
        for form in crf.forms.values():
            if name in form.files or form.names(name):
                message = f"'ignore' leaves out '{name}', which form '{form.name}' reads."
                reader.stop("SPEC-USE", message, "Remove one of both.", line)
    belonging_stands(reader, crf.forms)
    forms = list(crf.forms.values())
    for number, form in enumerate(forms):
        for other in forms[:number]:
            _read_alike(reader, form, other)


def _read_alike(reader: EntryReader, form: Form, other: Form) -> None:
    """Forms of one file declare it alike."""
    both = [name for name in form.files if other.names(name)] or [name for name in other.files if form.names(name)]
    if not both or form.sheet != other.sheet:
        return
    for key in ("encoding", "delimiter", "header", "skip"):
        if getattr(form, key) != getattr(other, key):
            reader.stop(
                "SPEC-TWICE",
                f"Forms '{other.name}' and '{form.name}' read {both[0]}, and differ in '{key}'.",
                "Write the same at both.",
                form.line,
            )


def _form(reader: EntryReader, form: Form, written: Map) -> None:
    """A file lies in the export, a CSV file has an encoding; fields that the form or its fields name are there."""
    for file in form.files:
        if _within(file):
            continue
        reader.stop(
            "SPEC-PLACE",
            f"The file '{file}' of form '{form.name}' is no place within the export.",
            "Write its name, with the names of the export's own folders before it where it lies in one: labs/hcc.csv.",
            form.line,
        )
    if (form.encoding or _are_csv(form)) and not is_encoding(form.encoding):
        known = "utf-8, utf-8-sig, gb18030, gbk, cp1252, shift_jis and the others that Python has for texts"
        reader.stop(
            "SPEC-FORMAT", f"Form '{form.name}' declares encoding '{form.encoding}'.", f"Known: {known}.", form.line
        )
    read_as_declared(reader, form, written)
    named = {
        *form.subjects,
        *form.key,
        *(f for f in form.roles.values() if f != NONE),
        *(
            n
            for f in form.fields.values()
            for n in (f.time, f.translation, f.translated, f.test, *f.in_.values(), *f.made_of)
        ),
    }
    for used in sorted(named - set(form.fields) - {""}):
        close = nearest(used, form.fields)
        reader.stop(
            "SPEC-FIELD",
            f"Form '{form.name}' has no field '{used}'.",
            f"Did you mean '{close}'?" if close else "Add it under 'fields:'.",
            form.line,
        )
    replacements_stand(reader, form.replace, form.line)
    for field in [form.fields[n] for n in form.columns] if form.missing else ():
        form.fields[field.name] = replace(field, missing=(*field.missing, *form.missing))
    made_fields_stand(reader, form)
    with_limits(reader, form, written)
    for field in form.fields.values():
        if field.type == "text" and not field.replace and not field.made_of:
            field.replace.update(form.replace)  # the form's serve all its texts
        for other in (form.fields[n] for n in field.in_.values() if n in form.fields):
            if (field.type, other.type) != ("text", "text") or field.made_of or other.made_of:
                problem = f"'in' of field {field.name} names the column of a text, and stands at one."
                reader.stop("SPEC-TYPE", problem, "Correct the types.", field.line, column=field.name)
        time = form.fields.get(field.time)
        if time and (field.type, time.type) != ("date", "time"):
            reader.stop(
                "SPEC-TYPE",
                f"'time' of field {field.name} joins a date and a time, not a {field.type} and a {time.type}.",
                "Correct the types.",
                field.line,
                column=field.name,
            )


def _are_csv(form: Form) -> bool:
    return any(file.lower().endswith(".csv") for file in form.files)


def _within(file: str) -> bool:
    """Is it the name of a file below the export, written in the one way?  Hidden files are none of it."""
    return "\\" not in file and all(part[:1] not in ("", ".") for part in file.split("/"))


def _field(reader: EntryReader, field: Field, written: Map) -> None:
    """A date has formats that can be read; answers by test belong to a result and name the field of the test."""
    if field.translated and not field.translation:
        reader.stop(
            "SPEC-MISSING",
            f"Field {field.name} has 'translated' and no 'translation'.",
            "Write 'translation: FIELD', or leave it out.",
            field.line,
            column=field.name,
        )
    if (field.test or field.answers) and field.type != "result":
        reader.stop(
            "SPEC-TYPE",
            f"'test' and 'answers' of field {field.name} belong to a result, not to a {field.type}.",
            "Write 'type: result', or leave them out.",
            field.line,
            column=field.name,
        )
    elif bool(field.test) != bool(field.answers):
        reader.stop(
            "SPEC-MISSING",
            f"Field {field.name} has one of 'test' and 'answers'; each needs the other.",
            "Write 'test: FIELD' and 'answers: {test: CODELIST}'.",
            field.line,
            column=field.name,
        )
    if field.replace and field.type != "text":
        reader.stop(
            "SPEC-TYPE",
            f"'replace' of field {field.name} belongs to a text, not to a {field.type}.",
            "Leave it out.",
            field.line,
            column=field.name,
        )
    replacements_stand(reader, field.replace, field.line)
    _cell(reader, field)
    formats_are_read(reader, field, written)


def _cell(reader: EntryReader, field: Field) -> None:
    """The part of a cell is one, and the marks of numbers are those of numbers and differ."""
    part = field.part
    counts = [part[key] for key in ("number", "from", "to") if key in part]
    known = set(part) in ({"separator", "number"}, {"from"}, {"from", "to"}) and part.get("separator", "-") != ""
    if (
        set(part) <= {"separator", "number", "from", "to"}
        and part
        and not (known and all(re.fullmatch("[1-9][0-9]{0,3}", count) for count in counts))
    ):
        reader.stop(
            "SPEC-CONSTANT",
            f"'part' of field {field.name} says no part of a text.",
            "Write 'part: {separator: \"-\", number: 2}' or 'part: {from: 1, to: 5}'.",
            field.line,
            column=field.name,
        )
    if (field.decimal != "." or field.grouping) and field.type not in ("number", "result"):
        problem = f"'decimal' and 'grouping' of field {field.name} belong to a number or a result."
        reader.stop("SPEC-TYPE", problem, "Leave them out.", field.line, column=field.name)
    elif field.decimal == field.grouping:
        problem = f"'decimal' and 'grouping' of field {field.name} are the same mark."
        reader.stop("SPEC-CONSTANT", problem, "Declare both as they are written.", field.line, column=field.name)
