"""What a form's fields are for: `role.date` is, of each form that a dataset stands on, the field that its form names.

A form says it once (``roles: {date: SAMPLED, visit: VISIT}``), and a dataset fed by seven forms lists none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from onespec.engine.findings import unknown
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.forms import Form
from onespec.engine.spec.yamltext import Map, Seq, no_entries, sequence_of

PREFIX = "role."
NONE = "none"  # the form has no field of the role, and its rows stay blank


class Roles:
    """The fields of each role among the forms that a dataset's record steps stand on."""

    def __init__(self, entry: Map, forms: Mapping[str, Form]):
        self.forms = [forms[name] for name in _sources(entry) if name in forms]
        self.known = {role for form in forms.values() for role in form.roles}

    def fields(self, role: str) -> list[str]:
        """``form.FIELD`` of each form that has one."""
        return [f"{f.name}.{f.roles[role]}" for f in self.forms if f.roles.get(role, NONE) != NONE]

    def silent(self, role: str) -> list[str]:
        """The forms that do not say which field it is, nor that there is none."""
        return [form.name for form in self.forms if role not in form.roles]

    def filled(self, value: Any, reader: EntryReader, line: int) -> Any:
        """The value with each role as the fields; what a form leaves unsaid is a stop."""
        if isinstance(value, Map):
            out = no_entries()
            out.line = value.line
            for key, each in value.items():
                out.put(key, self.filled(each, reader, value.lines[key]), value.lines[key])
            return out
        if isinstance(value, Seq):
            return self._listed(value, reader)
        if not is_role(value):
            return value
        fields = self._asked(value, reader, line)
        return fields[0] if len(fields) == 1 else sequence_of([(f, line) for f in fields], line)

    def _listed(self, value: Seq, reader: EntryReader) -> Seq:
        """A list of references takes the fields among its own; of a list of lists each."""
        out: list[tuple[Any, int]] = []
        for each, line in zip(value, value.lines, strict=True):
            if is_role(each):
                out += [(field, line) for field in self._asked(each, reader, line)]
            else:
                out.append((self.filled(each, reader, line), line))
        return sequence_of(out, value.line)

    def _asked(self, reference: str, reader: EntryReader, line: int) -> list[str]:
        role = reference.removeprefix(PREFIX)
        if role not in self.known:
            reader.stop("SPEC-REFERENCE", *unknown("role of a form", role, self.known), line)
            return []
        for name in self.silent(role):
            reader.stop(
                "SPEC-REFERENCE",
                f"Form '{name}' does not say which of its fields is its '{role}'.",
                f"Write 'roles: {{{role}: FIELD}}' at the form, or '{role}: {NONE}' where it has none.",
                line,
            )
        return self.fields(role)


def is_role(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(PREFIX)


def _sources(entry: Map) -> Iterable[str]:
    """The forms and datasets that the record steps stand on, each once."""
    steps = entry.get("records")
    listed = [step for step in steps if isinstance(step, Map)] if isinstance(steps, Seq) else []
    bodies = [body for step in listed for body in step.values() if isinstance(body, Map)]
    return dict.fromkeys(body["from"] for body in bodies if isinstance(body.get("from"), str))
