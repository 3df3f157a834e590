"""What the forms of crf.yaml have alike, said once: `every_form:`, `shared:` fields, a form's `page:`."""

from __future__ import annotations

from onespec.engine.declared import keys
from onespec.engine.findings import is_inherited, unknown
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.forms import Form
from onespec.engine.spec.layers import copied, kept, laid, without
from onespec.engine.spec.yamltext import Map, no_entries

EVERY_FORM = "every form"  # the shape of its entry
_OWN = (
    "label",
    "file",
    "sheet",
    "key",
    "fields",
    "takes",
    "page",
    "rows",
    "ignore",
    "unread_sheets",
    "belongs_to",
    "visits",
)
OF_EVERY_FORM = tuple(name for name in keys(Form) if name not in _OWN)


def with_shared(reader: EntryReader, entry: Map) -> Map:
    """The entries of crf.yaml with each form in full."""
    listed, shared, every = (reader.mapping(entry, key) for key in ("forms", "shared", "every_form"))
    reader.unknown_keys(every, OF_EVERY_FORM, "what holds for every form")
    every = kept(every, OF_EVERY_FORM)
    forms, taken = no_entries(), set()
    forms.line = listed.line
    for name, form in listed.items():
        if isinstance(form, Map):
            form = _with_fields(reader, _with_roles(every, form), shared, taken, name)
        forms.put(name, form, listed.lines[name])
    for name in shared:
        if name not in taken and not is_inherited(shared.lines[name]):
            problem = f"No form takes the shared field {name}."
            reader.stop("SPEC-UNUSED", problem, "Remove it, or name it under 'takes:' of a form.", shared.lines[name])
    out = without(entry, ["shared", "every_form"])
    if listed:
        out.put("forms", forms, entry.lines["forms"])
    return out


def _with_roles(every: Map, form: Map) -> Map:
    """The form with what holds for every form; of the roles those whose field it has."""
    fields, roles = form.get("fields"), every.get("roles")
    there = {*(fields if isinstance(fields, Map) else ()), *form.get("takes", ())}
    if isinstance(roles, Map):
        every = copied(every)
        every["roles"] = without(roles, [role for role, name in roles.items() if name not in there])
    return laid(every, form)


def _with_fields(reader: EntryReader, form: Map, shared: Map, taken: set[str], name: str) -> Map:
    """The form with the shared fields that it takes before its own, each with the form's page."""
    fields = no_entries()
    for each in reader.names(form, "takes"):
        if each not in shared:
            message, fix = unknown("shared field", each, shared, f"'shared:', which form '{name}' takes")
            reader.stop("SPEC-FIELD", message, fix, form.lines["takes"])
            continue
        taken.add(each)
        fields.put(each, copied(shared[each]), shared.lines[each])
    own = form.get("fields")
    if isinstance(own, Map):
        fields = laid(fields, own)
    page = reader.text(form, "page")
    for field in fields.values() if page else ():
        if isinstance(field, Map) and "page" not in field:
            field.put("page", page, form.lines["page"])
    if fields and (not own or isinstance(own, Map)):
        form.put("fields", fields, form.lines.get("fields", form.line))
    return form
