"""One of two exports that are compared, read form by form as a build reads it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from onespec.engine.disk import export_files
from onespec.engine.findings import Findings
from onespec.engine.raw.fields import type_form
from onespec.engine.raw.files import Export, undeclared_files
from onespec.engine.raw.odm_content import forget_contents
from onespec.engine.raw.sheets import unread_sheets
from onespec.engine.raw.typed_form import TypedForm
from onespec.engine.spec.forms import Field, Form
from onespec.engine.spec.model import Study

_ASIDE = "only one of the two exports has it, or crf.yaml does not know it"


class Side:
    """An export; ``findings`` tell what of it the study's contract cannot read."""

    def __init__(self, study: Study, folder: Path):
        self.study, self.folder, self.findings = study, folder, Findings()
        self.files = [name for name, path in export_files(folder).items() if path.is_file()]
        self.others = undeclared_files(study.forms, folder, self.findings, study.ignored)
        unread_sheets(study.forms.values(), folder, self.findings)
        self.export = Export(study.forms.values(), folder, self.others)

    def columns(self, file: str, form: Form) -> list[str]:
        """The columns of a form's file, as the file names them; none where it cannot be read."""
        return self.export.headers.get((file, form.sheet), [])

    def form(self, name: str) -> TypedForm | None:
        """All rows of a form that hold anything, typed; None where the contract cannot read them."""
        return self._typed(self.export, self.study.forms[name], self.findings)

    def without(self, name: str, columns: Collection[str]) -> TypedForm | None:
        """The same with some columns left aside.

        None where the form cannot be read all the same: its key is not there, or its file is damaged.
        """
        form = self.study.forms[name]
        if {c for n in form.identity for c in form.columns_of(n)} & set(columns):
            return None
        loose = {n: left_aside(f, columns) for n, f in self.study.forms.items()}
        return self._typed(Export(loose.values(), self.folder, self.others), loose[name], Findings())

    def close(self) -> None:
        """Tell what no form takes, and forget what was read."""
        self.export.left(self.findings)
        forget_contents()

    def _typed(self, export: Export, form: Form, findings: Findings) -> TypedForm | None:
        rows = export.read(form, findings)
        if rows is None:
            return None
        study = self.study
        out = type_form(form.of(rows.found), rows.cells, rows.numbers, study.codelists, study.language, study.levels)
        out.elsewhere = rows.elsewhere
        return out


def columns_apart(form: Form, old: Side, new: Side) -> list[str]:
    """Columns of a form's files that only one of the exports has, by their present names, or that nobody knows."""
    now = {name: field.name for field in form.fields.values() for name in field.was}
    found = [
        {now.get(c, c) for file in filter(form.names, side.files) for c in side.columns(file, form)}
        for side in (old, new)
    ]
    unread = [column for column in form.columns if not any(column in columns for columns in found)]
    return sorted({*(found[0] ^ found[1]), *((found[0] | found[1]) - form.fields.keys()), *unread} - {""})


def left_aside(form: Form, columns: Collection[str]) -> Form:
    """A form whose files may have some columns, and need not."""
    strange = {name: Field(name, {}, "text", not_submitted=_ASIDE) for name in columns if name not in form.fields}
    return replace(form, fields=form.fields | strange, ignore=form.ignore | dict.fromkeys(columns, _ASIDE))
