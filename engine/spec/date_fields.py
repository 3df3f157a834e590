"""Dates and times of crf.yaml: their formats, and the dates between which they are plausible."""

from __future__ import annotations

from dataclasses import replace

from onespec.engine.spec.date_formats import BUILT_OF, DATE, TIME, format_fault, has_short_year
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.forms import DAY, Field, Form
from onespec.engine.spec.yamltext import Map


def formats_are_read(reader: EntryReader, field: Field, written: Map) -> None:
    """A date has formats, and each format of a date or time can be read."""
    if field.type not in (DATE, TIME):
        return
    if field.type == DATE and not field.format and not field.made_of:
        reader.stop(
            "SPEC-MISSING", f"Date field {field.name} declares no format.", "Add 'format: [YYYY-MM-DD]'.", field.line
        )
    if not field.century and any(map(has_short_year, field.format)):
        problem = f"Date field {field.name} has years of two digits and declares no century."
        fix = "Add 'century: 1950', the first year that one of them means."
        reader.stop("SPEC-MISSING", problem, fix, field.line, column=field.name)
    for format_ in field.format:
        if fault := format_fault(format_, field.type):
            said = f"{field.type.capitalize()} field {field.name} has the format '{format_}': {fault}."
            fix = f"Build it of {BUILT_OF[field.type]}."
            reader.stop("SPEC-FORMAT", said, fix, written.lines["format"], column=field.name)


def with_limits(reader: EntryReader, form: Form, written: Map) -> None:
    """Each date of the form with the first and last plausible date: its own, or the form's."""
    whole = {key: _day(reader, key, getattr(form, key), written.lines.get(key), "") for key in ("earliest", "latest")}
    for field in form.fields.values():
        own = {key: _day(reader, key, getattr(field, key), field.line, field.name) for key in whole}
        if any(own.values()) and field.type != DATE:
            problem = f"'earliest' and 'latest' of field {field.name} belong to a date, not to a {field.type}."
            reader.stop("SPEC-TYPE", problem, "Leave them out.", field.line, column=field.name)
        elif field.type == DATE:
            limits = {key: own[key] or whole[key] for key in whole}
            form.fields[field.name] = replace(field, **limits)
            if limits["latest"] and limits["latest"] < limits["earliest"]:
                problem = f"No date lies between 'earliest' and 'latest' of field {field.name}."
                reader.stop("SPEC-CONSTANT", problem, "Correct one of them.", field.line, column=field.name)


def _day(reader: EntryReader, key: str, said: str, line: int | None, field: str) -> str:
    """The date of a limit; blank where it is none, which is a finding."""
    day = reader.constant(said, line)
    if not day or DAY.fullmatch(day):
        return day
    said = f"{said} ({day})" if said != day else said
    of, where = (f" of field {field}", {"column": field}) if field else ("", {})
    problem = f"'{key}'{of} is a date and never '{said}'."
    reader.stop("SPEC-CONSTANT", problem, "Write a date of ISO 8601, such as 1900-01-01.", line, **where)
    return ""
