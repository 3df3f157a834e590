"""How the files of a form are read: what of crf.yaml cannot be, and columns that are left aside."""

from __future__ import annotations

import re
from collections import Counter

from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.forms import Field, Form
from onespec.engine.spec.yamltext import Map

_NUMBER = re.compile(r"[1-9]\d*")
_ONLY = {"delimiter": (".csv",), "header": (".csv", ".xlsx"), "skip": (".csv", ".xlsx")}


def read_as_declared(reader: EntryReader, form: Form, written: Map) -> None:
    """A key belongs to the kind of the form's files; each name of a column means one field.

    Columns that are left aside become fields that are not submitted.
    """
    endings = {file.lower()[file.rfind(".") :] for file in form.files if "." in file}
    for key, kinds in _ONLY.items():
        if key in written and endings - set(kinds):
            message = f"'{key}' of form '{form.name}' belongs to files of type {' and '.join(kinds)}."
            reader.stop("SPEC-TYPE", message, "Leave it out.", written.lines[key])
    for row in form.skip:
        if not _NUMBER.fullmatch(row):
            fix = "Write numbers; 1 is the first row after the header."
            reader.stop("SPEC-CONSTANT", f"'skip' of form '{form.name}' names '{row}'.", fix, written.lines["skip"])
    if ".xml" in endings and not form.sheet:
        message = f"Form '{form.name}' reads an ODM file, and names no item group of it."
        reader.stop("SPEC-MISSING", message, "Write its OID: 'sheet: IG.AE'.", form.line)
    _left_aside(reader, form, written)
    for condition in form.rows:
        line = written["rows"].lines[condition.name]
        if condition.comparator not in ("EQ", "NE", "IN", "NOTIN"):
            message = f"'rows' of form '{form.name}' compares {condition.name} by {condition.comparator}."
            reader.stop("SPEC-WHERE", message, "Cells are texts here: use EQ, NE, IN or NOTIN.", line)
        if condition.name not in form.fields:
            form.fields[condition.name] = Field(condition.name, {}, "text", line=form.line)
    names = Counter(name for field in form.fields.values() for name in {field.name, *field.was})
    for field in form.fields.values():
        for name in (n for n in field.was if names[n] > 1 and n != field.name):
            message = f"'was' of field {field.name} gives the name '{name}', which another field has."
            reader.stop("SPEC-TWICE", message, "Leave it to one of them.", field.line, column=field.name)


def _left_aside(reader: EntryReader, form: Form, written: Map) -> None:
    for name, reason in form.ignore.items():
        line = written["ignore"].lines[name]
        if not reason:
            reader.stop("SPEC-MISSING", f"'ignore' leaves out '{name}' without a reason.", "Write why.", line)
        if name in form.fields:
            message = f"'ignore' of form '{form.name}' leaves out '{name}', which is one of its fields."
            reader.stop("SPEC-USE", message, "Remove one of both.", line)
        else:
            form.fields[name] = Field(name, {}, "text", not_submitted=reason or "ignored", line=line)
