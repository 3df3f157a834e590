"""Reading raw exports: every cell as text, in the declared encoding, columns held against crf.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from onespec.engine.columns import combinations, position_in, text
from onespec.engine.disk import export_files
from onespec.engine.findings import QUERY, STOP, Cell, Findings, nearest
from onespec.engine.frames import Frame
from onespec.engine.kinds import Text
from onespec.engine.raw.csv_file import read_csv
from onespec.engine.raw.header import columns_agree
from onespec.engine.raw.sas_file import read_sas7bdat, read_xpt
from onespec.engine.raw.xlsx_file import read_xlsx
from onespec.engine.spec.forms import Form

_GUESSES = 20  # beyond so many unknown subjects a nearest name is neither quick nor likely


@dataclass(frozen=True)
class RawRows:
    """Rows of a raw file: their cells as texts, and their numbers in the file (1 is the first after the header)."""

    cells: Frame
    numbers: np.ndarray

    def __len__(self) -> int:
        return len(self.numbers)


def read_form(form: Form, folder: Path, findings: Findings, others: Iterable[str] = ()) -> RawRows | None:
    """All rows of a form that hold anything.

    ``others`` are files that no form reads: a missing file may be one of them.  None when the file is missing, not in
    the declared encoding, or not of the declared columns; each fault is a finding.
    """
    path = folder / form.file
    if form.file not in export_files(folder) or not path.is_file():
        close = nearest(form.file, [n for n in others if (folder / n).is_file()])
        findings.add(
            "RAW-FILE",
            STOP,
            f"The file of form '{form.name}' is missing.",
            f"Is it '{close}'? Correct 'file:' in crf.yaml or the export." if close else "Add the file to the export.",
            file=form.file,
        )
        return None
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        findings.add(
            "RAW-FILE",
            STOP,
            f"Files of type '{path.suffix}' are not read.",
            f"Known: {', '.join(_READERS)}.",
            file=form.file,
        )
        return None
    before = len(findings.stops)
    frame = reader(path, form, findings)
    if frame is None or not columns_agree(form, list(frame.columns), findings) or len(findings.stops) > before:
        return None
    filled = np.zeros(len(frame), bool)
    for name in form.fields:
        filled |= frame[name].str.strip().notna()
    cells = frame.only(form.fields)
    return RawRows(cells if filled.all() else cells.take(filled), np.flatnonzero(filled) + 1)


def undeclared_files(forms: dict[str, Form], folder: Path, findings: Findings) -> list[str]:
    """Files of the export that crf.yaml does not know; they would be lost in silence."""
    known = {f.file for f in forms.values()}
    extra = {n: path for n, path in export_files(folder).items() if n not in known or not path.is_file()}
    for name, path in sorted(extra.items()):
        problem = "No form of crf.yaml reads this file.", "Add a form, or remove the file."
        if not path.is_file():
            problem = "This is no file, and nothing of it is read.", "Put the files themselves into the export."
        findings.add("RAW-EXTRA-FILE", STOP, *problem, file=name)
    return sorted(extra)


_READERS: dict[str, Callable[[Path, Form, Findings], Frame | None]] = {
    ".csv": read_csv,
    ".xlsx": read_xlsx,
    ".sas7bdat": read_sas7bdat,
    ".xpt": read_xpt,
}


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
            file=form.file,
            row=int(rows.numbers[i]),
            column=form.subject,
            subject=value,
            value=rows.cells[form.subject][i],
            cells=_stands_on(form, int(rows.numbers[i]), value, rows.cells[form.subject][i]),
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
    own = Cell(form.file, row, form.subject, subject, value)
    return (own, Cell("", None, "", subject, subject)) if subject else (own,)
