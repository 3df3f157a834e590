"""Forms whose rows belong to those of another form, by their key."""

from __future__ import annotations

from onespec.engine.findings import unknown
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.forms import Form


def belonging_stands(reader: EntryReader, forms: dict[str, Form]) -> None:
    """Each form that belongs to another one belongs to one that has the fields of its key."""
    for form in forms.values():
        if not form.belongs_to:
            continue
        other = forms.get(form.belongs_to)
        if other is None:
            message, fix = unknown("form", form.belongs_to, forms, f"crf.yaml, to which form '{form.name}' belongs")
            reader.stop("SPEC-REFERENCE", message, fix, form.line)
        elif other is form or other.belongs_to:
            message = f"Form '{form.name}' belongs to form '{other.name}', which belongs to one, too."
            reader.stop("SPEC-REFERENCE", message, "Name the form whose rows stand by themselves.", form.line)
        else:
            _has_the_key(reader, form, other)


def _has_the_key(reader: EntryReader, form: Form, other: Form) -> None:
    for name in (n for n in form.key if n not in form.subjects and n in form.fields):
        if name not in other.fields:
            what = f"form '{other.name}', to whose rows those of form '{form.name}' belong by it"
            message, fix = unknown("field", name, other.fields, what)
            reader.stop("SPEC-FIELD", message, fix, form.line)
        elif other.fields[name].is_number != form.fields[name].is_number:
            message = f"{name} is a number in one of the forms '{form.name}' and '{other.name}', and none in the other."
            reader.stop("SPEC-TYPE", message, "Give both the same type.", form.line)
