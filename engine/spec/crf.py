"""crf.yaml: the contract with the raw export, as forms and fields."""

from __future__ import annotations

from pathlib import Path

from onespec.engine.findings import QUERY, STOP, Findings, nearest
from onespec.engine.raw.dates import format_fault
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.model import FIELD_TYPES, NUMBER, Field, Form
from onespec.engine.spec.yamltext import Map, load_yaml

_FORM_KEYS = ("label", "file", "encoding", "sheet", "subject", "key", "fields", "not_submitted")
_FIELD_KEYS = (
    "label",
    "type",
    "codelist",
    "format",
    "time",
    "translation",
    "min",
    "max",
    "page",
    "not_submitted",
    "unknown",
    "repeats",
)
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")


def _labels(reader: EntryReader, entry: Map) -> dict[str, str]:
    """One text is the English label; a mapping gives one a language."""
    label = entry.get("label", "")
    return (
        {"en": label}
        if isinstance(label, str)
        else {k: reader.text(entry["label"], k) for k in reader.mapping(entry, "label")}
    )


def read_forms(folder: Path, findings: Findings) -> dict[str, Form]:
    """All forms of a study's crf.yaml."""
    reader = EntryReader("crf.yaml", findings)
    entry = load_yaml(folder / "crf.yaml", "crf.yaml", findings)
    reader.unknown_keys(entry, ("forms",), "crf.yaml")
    forms = {}
    for name, form in reader.mapping(entry, "forms").items():
        if not isinstance(form, Map):
            reader.stop(
                "SPEC-TYPE",
                f"Form '{name}' must be a mapping.",
                "Give file, subject, key and fields.",
                entry["forms"].lines[name],
            )
            continue
        form.line = entry["forms"].lines[name]
        forms[name] = _form(reader, name, form)
    return forms


def _form(reader: EntryReader, name: str, form: Map) -> Form:
    reader.unknown_keys(form, _FORM_KEYS, "a form")
    fields = {}
    for field_name, field in reader.mapping(form, "fields").items():
        if isinstance(field, Map):
            field.line = form["fields"].lines[field_name]
            fields[field_name] = _field(reader, field_name, field)
        else:
            reader.stop(
                "SPEC-TYPE",
                f"Field {name}.{field_name} must be a mapping.",
                "Give label, type and page.",
                form["fields"].lines[field_name],
            )
    file = reader.text(form, "file", required=True, what=f"Form '{name}'")
    encoding = reader.text(form, "encoding")
    if file.endswith(".csv") and encoding not in ENCODINGS:
        reader.stop(
            "SPEC-FORMAT",
            f"Form '{name}' declares encoding '{encoding}'.",
            f"Known: {', '.join(ENCODINGS)}.",
            form.line,
        )
    subject, key = reader.text(form, "subject", required=True, what=f"Form '{name}'"), reader.names(form, "key")
    if not key:
        reader.stop(
            "SPEC-MISSING",
            f"Form '{name}' has no 'key'.",
            "Name the fields that identify a row: 'key: [...]'.",
            form.line,
        )
    mentioned = {subject, *key} | {f.time for f in fields.values()} | {f.translation for f in fields.values()}
    for used in sorted(mentioned - set(fields) - {""}):
        close = nearest(used, fields)
        reader.stop(
            "SPEC-FIELD",
            f"Form '{name}' has no field '{used}'.",
            f"Did you mean '{close}'?" if close else "Add it under 'fields:'.",
            form.line,
        )
    for field in fields.values():
        if field.time in fields and (field.type, fields[field.time].type) != ("date", "time"):
            reader.stop(
                "SPEC-TYPE",
                f"'time' of field {field.name} joins a date and a time, not a {field.type} and a {fields[field.time].type}.",
                "Correct the types.",
                field.line,
                column=field.name,
            )
    return Form(
        name,
        _labels(reader, form),
        file,
        encoding,
        reader.text(form, "sheet"),
        subject,
        key,
        fields,
        reader.text(form, "not_submitted"),
        form.line,
    )


def _field(reader: EntryReader, name: str, field: Map) -> Field:
    reader.unknown_keys(field, _FIELD_KEYS, "a field")
    type_ = reader.text(field, "type", required=True, what=f"Field {name}")
    if type_ and type_ not in FIELD_TYPES:
        close = nearest(type_, FIELD_TYPES)
        reader.stop(
            "SPEC-TYPE",
            f"Field {name} has type '{type_}'.",
            f"Did you mean '{close}'?" if close else f"Known: {', '.join(FIELD_TYPES)}.",
            field.lines["type"],
        )
    formats = reader.names(field, "format")
    if type_ == "date" and not formats:
        reader.stop("SPEC-MISSING", f"Date field {name} declares no format.", "Add 'format: [YYYY-MM-DD]'.", field.line)
    for format_ in formats if type_ == "date" else ():
        if format_fault(format_):
            reader.stop(
                "SPEC-FORMAT",
                f"Date field {name} has the format '{format_}': {format_fault(format_)}.",
                "Build it of YYYY, MM, M, DD, D and MON, such as YYYY-MM-DD.",
                field.lines["format"],
                column=name,
            )
    text = lambda key, default="": reader.text(field, key, default)  # noqa: E731
    for key in ("min", "max"):
        if text(key) and not NUMBER.fullmatch(text(key)):
            reader.stop(
                "SPEC-CONSTANT",
                f"'{key}' of field {name} is a number and never '{text(key)}'.",
                "Write a number.",
                field.lines[key],
                column=name,
            )
    if text("unknown", STOP) not in (STOP, QUERY):
        reader.stop(
            "SPEC-LEVEL",
            f"'{text('unknown')}' is no level.",
            "Write stop or query.",
            field.lines["unknown"],
            column=name,
        )
    return Field(
        name,
        _labels(reader, field),
        type_,
        text("codelist"),
        formats,
        text("time"),
        text("translation"),
        text("min"),
        text("max"),
        text("page"),
        text("not_submitted"),
        text("unknown", "stop"),
        text("repeats"),
        field.line,
    )
