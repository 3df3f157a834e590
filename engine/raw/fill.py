"""Filling the raw store: each form is read block by block, verified, and laid down by parts."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np

from onespec.engine.columns import combinations, text
from onespec.engine.disk import whole
from onespec.engine.findings import STOP, Findings
from onespec.engine.frames import Frame
from onespec.engine.kinds import Text
from onespec.engine.memory import give_back
from onespec.engine.raw.account import Account, Accounts, merge
from onespec.engine.raw.fields import raw_subject_of
from onespec.engine.raw.files import Export, RawRows, Strangers, skipped_subjects, undeclared_files
from onespec.engine.raw.odm_content import forget_contents
from onespec.engine.raw.runs import Runs
from onespec.engine.raw.sheets import unread_sheets
from onespec.engine.raw.slices import Slice, append
from onespec.engine.raw.store import KEPT, RawStore, StoredForm
from onespec.engine.raw.translations import Rows, hold_translations
from onespec.engine.spec.forms import Form
from onespec.engine.spec.model import Study

PART_ROWS = 1 << 16  # of a part: it takes some 300 MB, and a study of 1,000 subjects has work for two workers


# parameters: what is read, where to, in what parts, and whom to tell
def fill_store(
    study: Study, raw: Path, folder: Path, part_rows: int, findings: Findings, progress: Callable[[str], object]
) -> RawStore | None:
    """Read and verify all forms, cut the subjects into parts, and lay the forms down as Arrow files.

    None when a form could not be read or the register of subjects is unusable.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / KEPT).unlink(missing_ok=True)
    extra = undeclared_files(study.forms, raw, findings, study.ignored)
    unread_sheets(study.forms.values(), raw, findings)
    filling = _Filling(study, folder, Export(study.forms.values(), raw, extra), findings)
    try:
        for name in sorted(study.forms, key=lambda n: n != study.subjects):
            progress(f"reading {study.forms[name].file}")
            filling.read(study.forms[name])
        forget_contents()
        return filling.store(part_rows)
    finally:
        filling.close()


class _Filling:
    """The forms that are read so far."""

    def __init__(self, study: Study, folder: Path, export: Export, findings: Findings):
        self.study, self.folder, self.export, self.findings = study, folder, export, findings
        self.register: Text = text([])
        self.refused: Accounts = {}
        self.runs: dict[str, Runs] = {}
        self.found: dict[str, tuple[tuple[str, int], ...]] = {}

    def read(self, form: Form) -> None:
        """Read a form into runs; what of it no subject owns is refused."""
        reading, findings = self.export.reading(form, self.findings), self.findings
        blocks: Iterable[RawRows] = reading
        if form.name == self.study.subjects:  # its subjects are known when it is read to its end
            blocks = list(reading)
            known = {subject for rows in blocks for subject in raw_subject_of(form, rows.cells)} - {""}
            self.register = text(sorted(known)) if reading.complete else self.register
        runs = self.runs[form.name] = Runs(self.folder / f"{len(self.runs)}.runs")
        strangers, skipped, apart = Strangers(self.register), [], []
        refused = {name: Account() for name in form.fields}
        for rows in blocks:
            skipped += rows.skipped
            subject = raw_subject_of(form.of(rows.found), rows.cells)
            number = strangers.subjects(form, rows, subject) if len(self.register) else np.zeros(len(rows), np.intp)
            good = number >= 0
            masks = {n: mask[good] for n, mask in rows.elsewhere.items()}
            runs.add(rows.cells if good.all() else rows.cells.take(good), rows.numbers[good], number[good], masks)
            if not good.all():
                apart.append(_apart(form, rows, subject, ~good))
                _refuse(refused, rows, ~good)
        if not reading.complete:
            return
        self.found[form.name] = reading.found
        form = form.of(reading.found)
        skipped_subjects(form, skipped, set(self.register), findings)
        strangers.tell(form, findings)
        if self.study.language == "en":
            hold_translations(form, lambda: self._rows_of(form, runs, apart), findings)
        self.refused |= {(form.name, name): account for name, account in refused.items()}

    def _rows_of(self, form: Form, runs: Runs, apart: list[Rows]) -> Iterator[Rows]:
        """All rows of a form, in any order."""
        for rows in runs.each():
            cells = dict(zip(form.fields, rows.fields, strict=True))
            yield Rows(cells, rows.numbers, lambda cells=cells: raw_subject_of(form, Frame(cells)))
        yield from apart

    def store(self, part_rows: int) -> RawStore | None:
        """The store; None where the forms give none."""
        study, complete = self.study, len(self.found) == len(self.study.forms)
        if complete:
            merge(self.refused, self.export.left(self.findings))
        if not len(self.register) and study.subjects in self.found:
            self.findings.add(
                "RAW-REGISTER",
                STOP,
                "The register of subjects is empty.",
                "Export it again.",
                file=study.forms[study.subjects].file,
            )
        if not complete or not len(self.register):
            return None
        subjects, rows = self.register.tolist(), {name: runs.rows for name, runs in self.runs.items()}
        size = _subjects_a_part(len(subjects), sum(rows.values()), part_rows)
        parts = [subjects[i : i + size] for i in range(0, len(subjects), size)]
        bounds = [min(i * size, len(subjects)) for i in range(len(parts) + 1)]
        forms = {name: self._laid_down(number, name, bounds) for number, name in enumerate(self.runs)}
        give_back()  # this process may go on to work on parts
        return RawStore(parts, forms, self.refused, sum(rows.values()))

    def _laid_down(self, number: int, name: str, bounds: list[int]) -> StoredForm:
        """Write a form by parts; ``bounds``: the number of each part's first subject, and how many there are."""
        runs, found = self.runs[name], self.found[name]
        parts, empty = runs.parts(bounds), [text([]) for _ in self.study.forms[name].fields]
        path = self.folder / f"{number}.arrow"  # a form's name need not be one of a file
        files = "" if len(found) == 1 else repr(found)
        places, digests = [], []
        with whole(path) as fresh, fresh.open("xb") as file:  # somebody may be looking into the old one
            for part in range(len(bounds) - 1):
                rows = parts.rows(part, empty)
                places.append(append(file, rows))
                digests.append(_digest(rows, files))
        runs.close()
        return StoredForm(path, places, digests, runs.rows, found, parts.shared)

    def close(self) -> None:
        for runs in self.runs.values():
            runs.close()


def _apart(form: Form, rows: RawRows, subject: Text, lost: np.ndarray) -> Rows:
    """Rows of no subject: they are looked at with the others, and stand in no run."""
    cells, mine = {name: rows.cells[name][lost].compact() for name in form.fields}, subject[lost].compact()
    return Rows(cells, rows.numbers[lost], lambda: mine)


def _refuse(refused: dict[str, Account], rows: RawRows, lost: np.ndarray) -> None:
    """Account for the cells of rows that no subject owns."""
    for name, account in refused.items():
        gone = rows.cells[name][lost].str.strip().notna()
        if name in rows.elsewhere:
            gone = gone & ~rows.elsewhere[name][lost]
        count = int(gone.sum())
        account.merge(Account(filled=count, refused=count, refused_by={"RAW-SUBJECT": count} if count else {}))


def _subjects_a_part(subjects: int, rows: int, part_rows: int) -> int:
    """So many subjects have about ``part_rows`` rows: the power of two that is nearest.

    While a study grows, the parts stay as they are, and what was kept of them serves.
    """
    return 2 ** round(math.log2(max(1, part_rows * subjects / max(rows, 1))))


def _digest(rows: Slice, files: str) -> str:
    """What stands in a part of a form, and where that comes from: of the values alone.

    A code says only where a text came first.
    """
    digest = hashlib.sha256(files.encode())
    for column in rows.fields:
        codes, first = combinations([column])
        texts = [each.encode() for each in column.take(first)]
        digest.update(codes.astype(np.int32).tobytes())
        digest.update(np.array([len(each) for each in texts], np.int32).tobytes() + b"".join(texts))
    for each in (rows.numbers, *rows.elsewhere):
        digest.update(each.tobytes())
    return digest.hexdigest()
