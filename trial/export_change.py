"""What changed from one export to the next: files, columns, rows and cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from onespec.engine.raw.form_change import FormChange, form_change
from onespec.engine.raw.typed_form import TypedForm
from onespec.engine.spec.forms import Form
from onespec.engine.spec.model import Study
from onespec.trial.side import Side, columns_apart


@dataclass
class ExportChange:
    """Of two exports of a study.

    files_gone, files_new      files that only one of them has
    columns_gone, columns_new  columns that a file of both has in one of them: file and column
    subjects_gone, subjects_new  of the register of subjects
    forms                      by name, those that both exports hold
    not_compared               forms that one of them holds in no way that the contract can read
    """

    files_gone: list[str] = field(default_factory=list)
    files_new: list[str] = field(default_factory=list)
    columns_gone: list[tuple[str, str]] = field(default_factory=list)
    columns_new: list[tuple[str, str]] = field(default_factory=list)
    subjects_gone: list[str] = field(default_factory=list)
    subjects_new: list[str] = field(default_factory=list)
    forms: dict[str, FormChange] = field(default_factory=dict)
    not_compared: list[str] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Is anything not as it was?"""
        return bool(
            self.files_gone
            or self.files_new
            or self.columns_gone
            or self.columns_new
            or self.not_compared
            or any(form.any for form in self.forms.values())
        )


def export_change(study: Study, old: Side, new: Side, progress: Callable[[str], None]) -> ExportChange:
    """Compare two exports by the contract of a study, form by form; what cannot be read is told by the sides."""
    out = ExportChange(sorted({*old.files} - {*new.files}), sorted({*new.files} - {*old.files}))
    for name, form in study.forms.items():
        progress(f"comparing {form.file}")
        both = _both(form, old, new)
        if both is None:
            out.not_compared.append(name)
            continue
        before, after, apart = both
        out.forms[name] = form_change(before, after, apart)
        if name == study.subjects:
            then, now = ({*typed.subject} - {""} for typed in (before, after))
            out.subjects_gone, out.subjects_new = sorted(then - now), sorted(now - then)
    for side in (old, new):
        side.close()
    _columns(study, old, new, out)
    return out


def _both(form: Form, old: Side, new: Side) -> tuple[TypedForm, TypedForm, list[str]] | None:
    """A form of both exports, and the columns that are not compared; None where one cannot be read in any way."""
    before, after = old.form(form.name), new.form(form.name)
    apart = columns_apart(form, old, new)
    if before is None or after is None:
        before, after = old.without(form.name, apart), new.without(form.name, apart)
    return None if before is None or after is None else (before, after, apart)


def _columns(study: Study, old: Side, new: Side, out: ExportChange) -> None:
    """The columns of each file that both exports have, and one of them has a column more."""
    seen: set[tuple[str, str]] = set()
    for form in study.forms.values():
        for file in filter(form.names, old.files):
            before, after = old.columns(file, form), new.columns(file, form)
            if before and after and (file, form.sheet) not in seen:
                seen.add((file, form.sheet))
                out.columns_gone += [(file, column) for column in before if column not in after]
                out.columns_new += [(file, column) for column in after if column not in before]
