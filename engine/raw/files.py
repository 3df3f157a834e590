"""Reading raw exports: every cell as text, in the declared encoding, columns held against crf.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

import numpy as np

from onespec.engine.columns import combinations, concat, position_in, text
from onespec.engine.disk import export_files, unreadable
from onespec.engine.findings import QUERY, STOP, Cell, Findings, nearest
from onespec.engine.frames import Frame
from onespec.engine.kinds import Text
from onespec.engine.raw.account import Accounts, merge
from onespec.engine.raw.csv_file import read_csv
from onespec.engine.raw.fields import raw_subject_of
from onespec.engine.raw.header import named_now
from onespec.engine.raw.sas_file import read_sas7bdat, read_xpt
from onespec.engine.raw.shared import SharedFile, together_in
from onespec.engine.raw.xlsx_file import read_xlsx
from onespec.engine.spec.forms import Form, is_pattern

_GUESSES = 20  # beyond so many unknown subjects a nearest name is neither quick nor likely


@dataclass(frozen=True)
class RawRows:
    """Rows of a form: their cells as texts, and their numbers, from 1 through its files (`Form.place`).

    found      its files, and how many rows stand before each
    elsewhere  of columns that forms of one file share: True where another of them accounts for the cell
    skipped    file, row and subject of each row that the form leaves out
    """

    cells: Frame
    numbers: np.ndarray
    found: tuple[tuple[str, int], ...] = ()
    elsewhere: dict[str, np.ndarray] = field(default_factory=dict)
    skipped: list[tuple[str, int, str]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.numbers)


class Export:
    """The files of an export, as forms read them; one that several forms read is read once."""

    def __init__(self, forms: Iterable[Form], folder: Path, others: Iterable[str] = ()):
        """``others`` are files that no form reads: a missing file may be one of them."""
        self.forms, self.folder, self.others = list(forms), folder, list(others)
        self.names = export_files(folder)
        self.shared: dict[tuple[str, str], SharedFile | None] = {}
        self.headers: dict[tuple[str, str], list[str]] = {}  # of each file and sheet that was read, as it names them

    def read(self, form: Form, findings: Findings) -> RawRows | None:
        """All rows of a form that hold anything.

        None when a file is missing, not in the declared encoding, or not of the declared columns; each fault is a
        finding.
        """
        names, before = self._files_of(form, findings), len(findings.stops)
        pieces: list[Frame] = []
        kept: list[np.ndarray] = []
        elsewhere: dict[str, list[np.ndarray]] = {}
        found: list[tuple[str, int]] = []
        skipped: list[tuple[str, int, str]] = []
        rows = 0
        for name in names or ():
            file = self._file(name, form, findings)
            if file is None or not file.agrees(form, findings):
                continue
            frame, taken = file.cells(form), file.taken(form)
            for shared, mask in file.elsewhere(form).items():
                elsewhere.setdefault(shared, [np.zeros(rows, bool)]).append(mask)
            aside = np.flatnonzero(~file.data)
            subjects = raw_subject_of(form, frame.take(aside))
            skipped += [(name, int(row) + 1, subject) for row, subject in zip(aside, subjects, strict=True)]
            found.append((name, rows))
            pieces.append(frame)
            kept.append(taken)
            rows += len(frame)
            for masks in elsewhere.values():
                masks.extend([np.zeros(rows - sum(map(len, masks)), bool)])
        if not names or len(found) < len(names) or len(findings.stops) > before:
            return None
        filled = np.concatenate(kept)
        cells = Frame({n: concat([piece[n] for piece in pieces]) for n in form.fields}, rows)
        masks = {n: np.concatenate(each)[filled] for n, each in elsewhere.items()}
        kept_cells = cells if filled.all() else cells.take(filled)
        return RawRows(kept_cells, np.flatnonzero(filled) + 1, tuple(found), masks, skipped)

    def left(self, findings: Findings) -> Accounts:
        """The cells of files that no form takes, each accounted for; what is lost is a finding."""
        out: Accounts = {}
        for file in self.shared.values():
            if file is not None:
                merge(out, file.left(findings))
        return out

    def _files_of(self, form: Form, findings: Findings) -> list[str] | None:
        """The files of a form in its order; None where one is missing."""
        out: list[str] = []
        for name in form.files:
            if is_pattern(name):
                here = sorted(n for n, path in self.names.items() if path.is_file() and fnmatchcase(n, name))
                out += [n for n in here if n not in out]
                if not here:
                    message = f"No file of the export has a name like '{name}', which form '{form.name}' reads."
                    findings.add("RAW-FILE", STOP, message, "Correct 'file:' in crf.yaml or the export.", file=name)
                    return None
            elif name in self.names and self.names[name].is_file():
                out += [name] if name not in out else []
            else:
                close = nearest(name, [n for n in self.others if (self.folder / n).is_file()])
                findings.add(
                    "RAW-FILE",
                    STOP,
                    f"The file of form '{form.name}' is missing.",
                    f"Is it '{close}'? Correct 'file:' in crf.yaml or the export."
                    if close
                    else "Add the file to the export.",
                    file=name,
                )
                return None
        return out

    def _file(self, name: str, form: Form, findings: Findings) -> SharedFile | None:
        beside = [each for each in self.forms if each.names(name) and each.sheet == form.sheet]
        key = name, form.sheet
        if key in self.shared:
            return self.shared[key]
        together = together_in(name, beside)
        frame = self._read(name, together, findings)
        file = None if frame is None else SharedFile(together, beside, frame)
        if len(beside) > 1 or form.rows:
            self.shared[key] = file
        return file

    def _read(self, name: str, form: Form, findings: Findings) -> Frame | None:
        path = self.folder / name
        reader = READERS.get(path.suffix.lower())
        if reader is None:
            findings.add(
                "RAW-FILE",
                STOP,
                f"Files of type '{path.suffix}' are not read.",
                f"Known: {', '.join(READERS)}.",
                file=name,
            )
            return None
        frame = None if unreadable(path) else reader(path, form, findings)  # `undeclared_files` has told of it
        if frame is not None:
            self.headers[name, form.sheet] = list(frame.columns)
        names = None if frame is None else named_now(form, list(frame.columns), findings)
        if frame is None or names is None:
            return None
        return Frame({now: frame[n] for now, n in zip(names, frame.columns, strict=True)}, len(frame))


def read_form(form: Form, folder: Path, findings: Findings, others: Iterable[str] = ()) -> RawRows | None:
    """All rows of a form that shares its files with no other one (`Export.read`)."""
    return Export([form], folder, others).read(form, findings)


def undeclared_files(forms: dict[str, Form], folder: Path, findings: Findings, ignore: Iterable[str] = ()) -> list[str]:
    """Files of the export that crf.yaml does not know, nor leaves aside; they would be lost in silence."""
    ignore = list(ignore)
    extra = {
        name: path
        for name, path in export_files(folder).items()
        if not any(fnmatchcase(name, each) for each in ignore)
        and not (path.is_file() and any(form.names(name) for form in forms.values()))
    }
    for name, path in export_files(folder).items():
        said = path.is_file() and unreadable(path)
        if said:
            findings.add(
                "RAW-FILE",
                STOP,
                f"The file cannot be read: {said}.",
                "Permit reading it, or export it again.",
                file=name,
            )
    for name, path in sorted(extra.items()):
        problem = (
            "No form of crf.yaml reads this file.",
            "Add a form, or say under 'ignore:' of crf.yaml why it is left aside.",
        )
        if not path.is_file():
            problem = "This is no file, and nothing of it is read.", "Put the files themselves into the export."
        findings.add("RAW-EXTRA-FILE", STOP, *problem, file=name)
    return sorted(extra)


def _read_odm(path: Path, form: Form, findings: Findings) -> Frame | None:
    """Only an export of XML needs a reader of XML."""
    from onespec.engine.raw.odm_file import read_odm

    return read_odm(path, form, findings)


READERS: dict[str, Callable[[Path, Form, Findings], Frame | None]] = {
    ".csv": read_csv,
    ".xlsx": read_xlsx,
    ".sas7bdat": read_sas7bdat,
    ".xpt": read_xpt,
    ".xml": _read_odm,
}


def skipped_subjects(form: Form, rows: RawRows, known: set[str], findings: Findings) -> None:
    """A stop for each row that `skip` leaves out and that is one of a subject."""
    for file, row, subject in rows.skipped:
        if subject in known:
            message = f"'skip' leaves the row out, and its subject '{subject}' is in the register of subjects."
            where = {"file": file, "row": row, "column": form.subject, "value": subject}
            findings.add("RAW-ROW", STOP, message, "Correct 'skip:' of the form in crf.yaml, or the export.", **where)


def refuse_unknown_subjects(
    form: Form, rows: RawRows, subject: Text, known: set[str], findings: Findings
) -> np.ndarray:
    """True for rows whose subject is in the register; the others are refused with a query each.

    A form of which no row is left is a stop: its subject numbers are written in another way, or not its subjects.
    """
    good = position_in(subject, text(list(known))) >= 0
    strange = subject[~good]
    strange = strange.take(combinations([strange])[1]).tolist()
    likely = {s: nearest(s, known) for s in strange} if len(strange) <= _GUESSES else {}
    for i in np.flatnonzero(~good):
        value = subject[i]
        file, row = form.place(rows.numbers[i])
        close = likely.get(value, "")
        message = (
            f"Subject '{value}' is not in the register of subjects; the row is refused."
            if value
            else "The row names no subject; it is refused."
        )
        findings.add(
            "RAW-SUBJECT",
            QUERY,
            message,
            f"Is it '{close}'? Correct the subject in the CRF." if close else "Correct the subject in the CRF.",
            file=file,
            row=row,
            column=form.subject,
            subject=value,
            value=rows.cells[form.subject][i],
            cells=_stands_on(form, int(rows.numbers[i]), value, rows.cells[form.subject][i]),
            form=form.name,
        )
    if len(good) and not good.any():
        findings.add(
            "RAW-SUBJECT",
            STOP,
            f"No row of form '{form.name}' has a subject of the register; all {len(good)} are refused.",
            "Correct 'subject:' of the form in crf.yaml, or its subject numbers in the export.",
            file=form.file,
            column=form.subject,
        )
    return good


def _stands_on(form: Form, row: int, subject: str, value: str) -> tuple[Cell, ...]:
    """The cell of the row, and the number that the register does not know: of many rows, one query."""
    own = Cell(*form.place(row), form.subject, subject, value, form.name)
    return (own, Cell("", None, "", subject, subject)) if subject else (own,)
