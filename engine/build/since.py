"""What changed in the export since the last build, told from the raw store that it left: the old files may be gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from onespec.engine.build.freshness import State
from onespec.engine.columns import concat, text
from onespec.engine.frames import Frame
from onespec.engine.program import engine_digest
from onespec.engine.raw.fields import raw_subject_of, type_form
from onespec.engine.raw.form_change import FileRows, file_rows, form_change
from onespec.engine.raw.pairs import unlike
from onespec.engine.raw.slices import Slices
from onespec.engine.raw.store import RawStore, StoredForm, kept_store
from onespec.engine.raw.typed_form import TypedForm
from onespec.engine.spec.forms import Form
from onespec.engine.spec.model import Study

NAMED = 6  # of files; more are counted
COUNTED = (("added", "new"), ("changed", "changed"), ("gone", "gone"), ("otherwise", "written otherwise"))


@dataclass(frozen=True)
class Part:
    """Rows of a form as they lie in the store: their cells, and their numbers."""

    cells: Frame
    numbers: np.ndarray


@dataclass(frozen=True)
class Laid:
    """A form as it lies in a store; ``form`` knows its files, ``subjects`` are those of each part.

    Its file is open: another one may take its place.
    """

    form: Form
    stored: StoredForm
    subjects: list[list[str]]
    slices: Slices

    @classmethod
    def of(cls, form: Form, store: RawStore) -> Laid:
        stored = store.forms[form.name]
        return cls(form.of(stored.found), stored, store.parts, Slices(stored.path))

    def between(self, after: str, last: str | None) -> Part:
        """The rows of the subjects after one, up to another one; to the end without it."""
        parts = []
        for number, subjects in enumerate(self.subjects):
            if subjects[-1] > after and (last is None or subjects[0] <= last):
                rows = self.slices.rows(self.stored.places[number])
                cells = Frame(dict(zip(self.form.fields, rows.fields, strict=True)), len(rows.numbers))
                mine = [t for t in subjects if t > after and (last is None or t <= last)]
                chosen = raw_subject_of(self.form, cells).isin(mine)
                parts.append(Part(cells.take(chosen), rows.numbers[chosen]))
        if not parts:
            return Part(Frame({name: text([]) for name in self.form.fields}, 0), np.empty(0, np.int32))
        cells = Frame({n: concat([part.cells[n] for part in parts]) for n in self.form.fields})
        return Part(cells, np.concatenate([part.numbers for part in parts]))

    def places(self, numbers: np.ndarray) -> Iterator[tuple[str, int]]:
        """File and row of some of its rows."""
        return map(self.form.place, numbers.tolist())


@dataclass(frozen=True)
class Before:
    """The export of the last build: the digests of its files, and the forms of changed files as they were laid down."""

    files: Mapping[str, str]
    changed: list[str] = field(default_factory=list)
    forms: dict[str, Laid] = field(default_factory=dict)


def export_before(
    study: Study, store: Path, last: State, files: Mapping[str, str], contracts: Mapping[str, str]
) -> Before:
    """What the last build left, to be opened before a new store takes its place.

    store      the folder of the raw store
    files      the digests of the export as it is now
    contracts  the fingerprints of the forms; one that is read in another way now is left out
    """
    then = last.get("inputs", {}).get("raw", {})
    changed = sorted(n for n in {*then, *files} if then.get(n) != files.get(n)) if then else []
    kept = kept_store(store, str(last.get("export"))) if changed and last.get("engine") == engine_digest() else None
    if kept is None:
        return Before(then, changed)
    known = last.get("contracts", {})
    return Before(
        then,
        changed,
        {
            name: Laid.of(form, kept)
            for name, form in study.forms.items()
            if any(map(form.names, changed)) and name in kept.forms and known.get(name) == contracts.get(name)
        },
    )


def changed_since(before: Before, files: Mapping[str, str], study: Study, store: RawStore) -> str:
    """One sentence; blank when nothing of the export changed, or there is no last build.

    Rows of subjects that the register does not know are in no store, and so not counted.
    """
    if not before.changed:
        return ""
    rows: dict[str, FileRows] = {}
    for name, then in before.forms.items():
        for file, of in _rows(study, then, Laid.of(study.forms[name], store)).items():
            rows.setdefault(file, FileRows()).take(of)
    untold = {f for f in before.changed for n, form in study.forms.items() if form.names(f) and n not in before.forms}
    told = sorted(before.changed, key=lambda file: _rank(file, rows))
    said = [f"{file} {_said(file, before.files, files, rows, file in untold)}" for file in told]
    more = f"; and {len(said) - NAMED} more files" if len(said) > NAMED else ""
    return f"The export changed since the last build: {'; '.join(said[:NAMED])}{more}."


def _rank(file: str, rows: Mapping[str, FileRows]) -> tuple[int, int, str]:
    """What was corrected comes before what is only new."""
    of = rows.get(file, FileRows())
    return -len(of.gone) - len(of.changed), -len(of.added), file


def _said(
    file: str, then: Mapping[str, str], now: Mapping[str, str], rows: Mapping[str, FileRows], untold: bool
) -> str:
    if file not in then or file not in now:
        return "is new" if file in now else "is gone"
    if untold:
        return "changed"
    return ", ".join(_counts(rows.get(file, FileRows()))) or "changed, but no row of a subject"


def _counts(rows: FileRows) -> Iterator[str]:
    """``3 rows new``, ``2 changed``."""
    noun = " row"
    for name, word in COUNTED:
        if count := len(getattr(rows, name)):
            yield f"{count:,}{noun and noun + 's' * (count > 1)} {word}"
            noun = ""


def _rows(study: Study, then: Laid, now: Laid) -> dict[str, FileRows]:
    """By file the rows that changed, looked for a part at a time."""
    same = {
        subjects[-1]: (subjects, digest) for subjects, digest in zip(then.subjects, then.stored.digests, strict=True)
    }
    out: dict[str, FileRows] = {}
    after = ""
    for number, (subjects, digest) in enumerate(zip(now.subjects, now.stored.digests, strict=True)):
        last = subjects[-1] if number < len(now.subjects) - 1 else None
        if same.get(subjects[-1]) != (subjects, digest) or last is None:
            both = then.between(after, last), now.between(after, last)
            for file, of in _changed(study, (then, now), both).items():
                out.setdefault(file, FileRows()).take(of)
        after = subjects[-1]
    return out


def _changed(study: Study, laid: tuple[Laid, Laid], rows: tuple[Part, Part]) -> dict[str, FileRows]:
    """The same of some subjects.  Only those with such rows in both exports are typed."""
    left = unlike(*([each.cells[name] for name in laid[1].form.columns] for each in rows))
    old, new = (raw_subject_of(of.form, each.cells.take(at)) for of, each, at in zip(laid, rows, left, strict=True))
    both = old.isin(new), new.isin(old)
    out: dict[str, FileRows] = {}
    for file, row in laid[0].places(rows[0].numbers[left[0][~both[0]]]):
        out.setdefault(file, FileRows()).gone.add(row)
    for file, row in laid[1].places(rows[1].numbers[left[1][~both[1]]]):
        out.setdefault(file, FileRows()).added.add(row)
    typed = [_typed(study, of.form, each, at[mask]) for of, each, at, mask in zip(laid, rows, left, both, strict=True)]
    for file, of in file_rows([form_change(typed[0], typed[1])]).items():
        out.setdefault(file, FileRows()).take(of)
    return out


def _typed(study: Study, form: Form, rows: Part, at: np.ndarray) -> TypedForm:
    few = Frame({name: rows.cells[name].take(at).compact() for name in rows.cells}, len(at))  # no other is looked at
    return type_form(form, few, rows.numbers[at], study.codelists, study.language, study.levels)
