"""Reading raw exports: every cell as text, in the declared encoding, columns held against crf.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

import numpy as np

from onespec.engine.columns import concat, position_in
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
from onespec.engine.raw.table import Table
from onespec.engine.raw.xlsx_file import read_xlsx
from onespec.engine.spec.forms import Form, is_pattern

_GUESSES = 20  # beyond so many unknown subjects a nearest name is neither quick nor likely


@dataclass(frozen=True)
class RawRows:
    """Rows of a form: their cells as texts, and their numbers, from 1 through its files (`Form.place`).

    found      its files (of a block those up to this one), and how many rows stand before each
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
    """The files of an export, as forms read them."""

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
        reading = self.reading(form, findings)
        blocks = list(reading)
        if not reading.complete:
            return None
        names = dict.fromkeys(name for block in blocks for name in block.elsewhere)
        masks = {n: np.concatenate([b.elsewhere.get(n, np.zeros(len(b), bool)) for b in blocks]) for n in names}
        return RawRows(
            Frame({n: concat([b.cells[n] for b in blocks]) for n in form.fields}, sum(map(len, blocks))),
            np.concatenate([b.numbers for b in blocks] or [np.empty(0, np.intp)]),
            reading.found,
            masks,
            [row for block in blocks for row in block.skipped],
        )

    def reading(self, form: Form, findings: Findings) -> Reading:
        """The same, block by block."""
        return Reading(self, form, findings)

    def left(self, findings: Findings) -> Accounts:
        """The cells of files that no form takes, each accounted for; what is lost is a finding."""
        out: Accounts = {}
        for file in self.shared.values():
            if file is not None:
                merge(out, file.left(findings))
        return out

    def files_of(self, form: Form, findings: Findings) -> list[str] | None:
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

    def file(self, name: str, form: Form, findings: Findings) -> SharedFile | None:
        """A file that a form reads; None where it cannot be read."""
        beside = [each for each in self.forms if each.names(name) and each.sheet == form.sheet]
        key = name, form.sheet
        if key in self.shared:
            return self.shared[key]
        together = together_in(name, beside)
        table = self._read(name, together, findings)
        file = None if table is None else SharedFile(together, beside, table)
        if len(beside) > 1 or form.rows:
            self.shared[key] = file
        return file

    def _read(self, name: str, form: Form, findings: Findings) -> Table | None:
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
        table = None if unreadable(path) else reader(path, form, findings)  # `undeclared_files` has told of it
        if table is None:
            return None
        self.headers[name, form.sheet] = list(table.columns)
        names = named_now(form, list(table.columns), findings)
        return None if names is None else table.named(names)


class Reading:
    """The rows of a form that hold anything, block by block.

    complete  known at the end: no file is missing, not in the declared encoding, or not of the declared columns
    found     its files, and how many rows stand before each; at the end all of them
    """

    def __init__(self, export: Export, form: Form, findings: Findings):
        self.export, self.form, self.findings = export, form, findings
        self.complete, self.found = False, ()

    def __iter__(self) -> Iterator[RawRows]:
        form, findings, rows = self.form, self.findings, 0
        names, before = self.export.files_of(form, findings), len(findings.stops)
        found: list[tuple[str, int]] = []
        for name in names or ():
            file = self.export.file(name, form, findings)
            if file is None or not file.agrees(form, findings):
                continue
            found.append((name, rows))
            self.found = tuple(found)
            for block in file.blocks():
                frame, taken, aside = block.cells(form), block.taken(form), np.flatnonzero(~block.data)
                subjects = raw_subject_of(form, frame.take(aside))
                skipped = [(name, block.start + int(r) + 1, s) for r, s in zip(aside, subjects, strict=True)]
                masks = {n: mask[taken] for n, mask in block.elsewhere(form).items()}
                kept = frame if taken.all() else frame.take(taken)
                yield RawRows(kept, rows + np.flatnonzero(taken) + 1, self.found, masks, skipped)
                rows += len(frame)
        self.complete = bool(names) and len(found) == len(names) and len(findings.stops) == before


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


def _at_once(reader: Callable[[Path, Form, Findings], Frame | None]) -> Callable[[Path, Form, Findings], Table | None]:
    """A reader of whole files."""

    def read(path: Path, form: Form, findings: Findings) -> Table | None:
        frame = reader(path, form, findings)
        return None if frame is None else Table.whole(frame)

    return read


READERS: dict[str, Callable[[Path, Form, Findings], Table | None]] = {
    ".csv": read_csv,
    ".xlsx": read_xlsx,
    ".sas7bdat": _at_once(read_sas7bdat),
    ".xpt": _at_once(read_xpt),
    ".xml": _at_once(_read_odm),
}


def skipped_subjects(form: Form, skipped: Iterable[tuple[str, int, str]], known: set[str], findings: Findings) -> None:
    """A stop for each row that `skip` leaves out (`RawRows.skipped`) and that is one of a subject."""
    for file, row, subject in skipped:
        if subject in known:
            message = f"'skip' leaves the row out, and its subject '{subject}' is in the register of subjects."
            where = {"file": file, "row": row, "column": form.subject, "value": subject}
            findings.add("RAW-ROW", STOP, message, "Correct 'skip:' of the form in crf.yaml, or the export.", **where)


class Strangers:
    """Rows of a form whose subject the register does not know: they are refused with a query each.

    A form of which no row is left is a stop: its subject numbers are written in another way, or not its subjects.
    """

    def __init__(self, register: Text):
        """``register``: the subjects, each once."""
        self.register, self.known, self.rows = register, set(register), 0
        self._found: list[tuple[int, str, str]] = []  # number of the row, its subject, and how that is written

    def subjects(self, form: Form, rows: RawRows, subject: Text) -> np.ndarray:
        """The number in the register of the subject of each row; -1 where it has none."""
        number = position_in(subject, self.register)
        lost = np.flatnonzero(number < 0)
        written = rows.cells[form.subject]
        self._found += [(int(rows.numbers[i]), subject[i], written[i]) for i in lost.tolist()]
        self.rows += len(rows)
        return number

    def tell(self, form: Form, findings: Findings) -> None:
        """The findings, when all rows are seen."""
        strange = list(dict.fromkeys(subject for _, subject, _ in self._found))
        likely = {s: nearest(s, self.known) for s in strange} if len(strange) <= _GUESSES else {}
        for number, value, written in self._found:
            file, row = form.place(number)
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
                value=written,
                cells=_stands_on(form, number, value, written),
                form=form.name,
            )
        if self._found and len(self._found) == self.rows:
            findings.add(
                "RAW-SUBJECT",
                STOP,
                f"No row of form '{form.name}' has a subject of the register; all {self.rows} are refused.",
                "Correct 'subject:' of the form in crf.yaml, or its subject numbers in the export.",
                file=form.file,
                column=form.subject,
            )


def _stands_on(form: Form, row: int, subject: str, value: str) -> tuple[Cell, ...]:
    """The cell of the row, and the number that the register does not know: of many rows, one query."""
    own = Cell(*form.place(row), form.subject, subject, value, form.name)
    return (own, Cell("", None, "", subject, subject)) if subject else (own,)
