# pyright: standard
"""What the files of an export can be: encoding, columns, the fields that identify a row, the register of subjects."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice
from os.path import commonprefix
from pathlib import Path

from onespec.drafted_columns import DraftCodelist, DraftColumn, decide_dates, draft_column, mark_missing
from onespec.engine.disk import export_files
from onespec.engine.findings import STOP, Findings, Stopped
from onespec.engine.raw.files import READERS
from onespec.engine.sheets import read_sheet, sheet_names
from onespec.engine.spec.forms import Form

_ENCODINGS = ("utf-8", "gb18030", "cp1252")
_TWICE = 20  # one row of so many may stand twice, or be of nobody: the build tells it
_CANDIDATES = 12  # columns that may be of a key, the likely ones first
_TOP, _UNDER = 20, 3  # rows in which the header is looked for; rows under it that may be labels
_KEY = 3  # a key has at most so many columns besides the subject
_NUMBERING = re.compile("visit|^no$|num|seq|spid|line|访视|序号", re.IGNORECASE)  # names that number rows


@dataclass
class DraftForm:
    """A guess of one file, or one sheet of a workbook."""

    name: str
    file: str
    sheet: str
    encoding: str
    evidence: str
    columns: dict[str, DraftColumn]
    delimiter: str = ","
    header: int = 1
    skip: int = 0  # rows under the header that are no data
    subject: str = ""
    subject_evidence: str = ""
    key: tuple[str, ...] = ()
    key_evidence: str = ""
    labels: dict[str, str] = field(default_factory=dict)  # by language; the name, where there are none
    label_evidence: str = "the name of the file"
    of_form: str = ""  # the FormOID of its rows, where several forms have the item group
    unread: tuple[str, ...] = ()  # what of its file no form reads

    @property
    def rows(self) -> int:
        return max((len(c.values) for c in self.columns.values()), default=0)


@dataclass(frozen=True)
class Draft:
    """A guess of a study.

    subjects  the register of subjects
    shared    columns that forms have alike, the subject first; ``evidence``: of the subject
    lost      files that no form reads
    """

    forms: list[DraftForm]
    subjects: DraftForm
    shared: dict[str, DraftColumn]
    evidence: str
    codelists: dict[str, DraftCodelist]
    lost: tuple[str, ...]
    study: str = ""
    description: str = ""


def draft_forms(raw: Path) -> list[DraftForm]:
    """A form for each file of a folder that can be read, and each sheet of a workbook.  Raises `Stopped`."""
    findings, out = Findings(), []
    for file, path in export_files(raw).items():
        reader = READERS.get(path.suffix.lower())
        if reader is None:
            continue
        book = path.suffix.lower() == ".xlsx"
        for sheet in sheet_names(path) if book else [""]:
            encoding, evidence = ("utf-8", "") if book else _encoding(path)
            delimiter = "," if book else _delimiter(path, encoding)
            header = header_row(_first_rows(path, sheet, encoding, delimiter))
            form = Form(file, {}, (file,), encoding, sheet, (), (), {}, delimiter=delimiter, header=str(header))
            table = reader(path, form, findings)
            if table is None or not table.columns:
                continue
            blocks = list(table.read())
            cells = {n: [cell for block in blocks for cell in block[n].tolist()] for n in table.columns}
            skip = _labels(cells)
            columns = {n: draft_column(n, values[skip:]) for n, values in cells.items()}
            for n, column in columns.items():
                column.labels = {"en": cells[n][0].strip()} if skip and cells[n][0].strip() else {}
            mark_missing(columns.values())
            name = _name(file, sheet, out)
            out.append(DraftForm(name, file, sheet, encoding, evidence, columns, delimiter, header, skip))
    if not out and not findings.stops:
        findings.add(
            "RAW-FILE", STOP, f"The folder {raw} holds no export.", f"Known: {', '.join(READERS)}.", file=str(raw)
        )
    if findings.stops:
        raise Stopped(findings)
    decide_dates([column for form in out for column in form.columns.values()])
    return out


def _name(file: str, sheet: str, others: Sequence[DraftForm]) -> str:
    """The file's name without its ending; with the sheet's where a workbook has several."""
    stem = re.sub(r"\W+", "_", Path(file).stem.lower()).strip("_")
    taken = {form.name for form in others}
    if stem in taken and sheet:
        stem = re.sub(r"\W+", "_", f"{stem}_{sheet}".lower())
    return free_name(stem, taken)


def free_name(text: str, taken: Collection[str]) -> str:
    """A name of letters, digits and underscores that is not taken."""
    out = re.sub(r"\W+", "_", text.lower()).strip("_")
    while out in taken:
        out += "_2"
    return out


def _encoding(path: Path) -> tuple[str, str]:
    """The first encoding that all bytes of a file are in, and the evidence.

    Bytes of gb18030 are nearly always bytes of cp1252, too: the evidence names both.
    """
    if path.suffix.lower() != ".csv":
        return "utf-8", "not looked at: a file of SAS"
    data = path.read_bytes()
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig", "it starts with a byte-order mark"
    if data.isascii():
        return "utf-8", f"{len(data)} of {len(data)} bytes are ASCII"
    fit = [e for e in _ENCODINGS if _decodes(data, e)]
    if not fit:
        return "latin-1", f"none of {', '.join(_ENCODINGS)} fits"
    return fit[0], f"{len(data)} bytes are {fit[0]}" + (f", and {fit[1]}, too" if fit[1:] and fit[0] != "utf-8" else "")


def _delimiter(path: Path, encoding: str) -> str:
    """What stands in the first line of a CSV file most often; a comma where nothing does."""
    if path.suffix.lower() != ".csv":
        return ","
    header = path.read_bytes().decode(encoding).partition("\n")[0]
    return max(",;\t|", key=header.count)


def _first_rows(path: Path, sheet: str, encoding: str, delimiter: str) -> list[list[str]]:
    """The cells of the first rows of a file; none of a file of SAS, which says itself what its columns are."""
    if sheet:
        return [list(map(str, row)) for row in read_sheet(path, sheet).cells[:_TOP]]
    if path.suffix.lower() != ".csv":
        return []
    text = path.read_bytes().decode(encoding)
    return list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), _TOP))


def header_row(rows: Sequence[Sequence[str]]) -> int:
    """The row that names the columns: the first with all cells filled, where those above have half or less."""
    if not rows:
        return 1
    width = max(map(len, rows))
    for number, row in enumerate(rows, 1):
        filled = sum(bool(cell.strip()) for cell in row)
        if filled == width:
            names = all(draft_column("", [cell]).type == "text" for cell in row) and len(set(row)) == width
            return number if names else 1
        if 2 * filled > width:
            break
    return 1


def _labels(cells: Mapping[str, Sequence[str]]) -> int:
    """How many rows under the header are labels or units: words that stand nowhere else, and without which a column has
    another type."""
    for skip in range(_UNDER):
        first = [(values[skip], values[skip + 1 :]) for values in cells.values() if len(values) > skip + 1]
        words = all(
            cell not in rest and draft_column("", [cell]).type == "text" for cell, rest in first if cell.strip()
        )
        if not words or not any(cell.strip() and draft_column("", rest).type != "text" for cell, rest in first):
            return skip
    return _UNDER


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def register(forms: Sequence[DraftForm], subject: str = "") -> tuple[DraftForm, str, str]:
    """The register of subjects, the subject column, and the evidence.  Raises `Stopped`.

    The column is one of most files, and its values differ in one of them, but for a few rows that stand twice.
    """
    held = {n: sum(n in f.columns for f in forms) for form in forms for n in form.columns}
    names = [n for n in held if n == subject] if subject else [n for n in held if 2 * held[n] > len(forms)]
    found: list[tuple[int, DraftForm, str, str]] = []
    for name in names:
        different = {f.name: len(set(f.columns[name].filled)) for f in forms if name in f.columns}
        fitting = [f for f in forms if f.rows and few(f.rows - different.get(f.name, 0), f.rows)]
        if fitting:
            best = max(fitting, key=lambda f: (different[f.name], -f.rows))
            known = {*best.columns[name].filled}
            others = [f.columns[name].filled for f in forms if f is not best and name in f.columns]
            if others and not subject and all(known.isdisjoint(values) for values in others):
                continue  # it numbers the rows of each form
            rows = f"{different[best.name]} different values in {best.rows} rows of {best.name}"
            said = f"a column of {held[name]} of {len(forms)} forms, {rows}"
            found.append((different[best.name], best, name, said))
    if found:
        return max(found, key=lambda each: each[0])[1:]
    findings = Findings()
    findings.add(
        "SPEC-SUBJECTS",
        STOP,
        f"No form has one row for each '{subject}'."
        if subject
        else "No column of most files is unique in one of them.",
        "Name the column with --subject." if not subject else "Name the column that holds the subject number.",
    )
    raise Stopped(findings)


def draft_subject(form: DraftForm, subject: str, subjects: set[str]) -> None:
    """The subject column of a form: that of the others, or the first whose values are subjects, but for a few.

    The register may write something before the numbers that forms have.
    """
    start = re.sub(r"[^\W_]*$", "", commonprefix(sorted(subjects)))
    for prefix in dict.fromkeys(("", start)):
        for column in sorted(form.columns.values(), key=lambda c: c.name != subject):
            known, filled = sum(prefix + v in subjects for v in column.filled), len(column.filled)
            if column.name == subject or (known and few(filled - known, form.rows)):
                form.subject, column.prefix = column.name, prefix
                form.subject_evidence = f"{known} of {filled} values are in the register of subjects"
                if prefix:
                    column.type, column.formats = "text", ()
                    column.evidence = f"{form.subject_evidence} with '{prefix}' before them"
                return


def draft_key(form: DraftForm, is_register: bool) -> None:
    """The fewest columns that identify the rows: the subject, then what numbers rows, dates, and others.

    A few rows may stand twice: the build tells each.
    """
    if is_register:
        form.key, form.key_evidence = (form.subject,), "one row a subject, as the register of subjects has"
        return
    subject = form.columns[form.subject].values
    others = sorted((c for c in form.columns.values() if c.name != form.subject), key=_rank)
    others = [c for c in others if few(form.rows - len(c.filled), form.rows)]
    for size in range(_KEY + 1):
        for some in combinations(others[:_CANDIDATES], size):
            different = len(set(zip(subject, *(c.values for c in some), strict=True)))
            if few(form.rows - different, form.rows):
                form.key = (form.subject, *(c.name for c in some))
                form.key_evidence = f"identifies {different} of {form.rows} rows"
                return
    form.key, form.key_evidence = tuple(form.columns), "no fewer columns identify the rows"


def few(wrong: int, rows: int) -> bool:
    return wrong <= rows // _TWICE + (rows > _TWICE)


def _rank(column: DraftColumn) -> int:
    if _NUMBERING.search(column.name):
        return 0
    return {"date": 1, "time": 2, "text": 3}.get(column.type, 4)
