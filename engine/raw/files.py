"""Reading raw exports: every cell as text, in the declared encoding, columns held against crf.yaml."""

from __future__ import annotations

import codecs
import io
import zipfile
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv

from onespec.engine.columns import TEXT, as_text, position_in, text
from onespec.engine.findings import QUERY, STOP, Findings, nearest
from onespec.engine.spec.model import Form

_BOM = b"\xef\xbb\xbf"
_BLOCK = 1 << 25  # bytes of a CSV file worked on at a time
_GUESSES = 20  # beyond so many unknown subjects a nearest name is neither quick nor likely


def read_form(form: Form, folder: Path, findings: Findings, others: Iterable[str] = ()) -> pd.DataFrame | None:
    """All rows of a form that hold anything, as text, with the raw row number as index (1 = first after the header).

    ``others`` are files that no form reads: a missing file may be one of them.  None when the file is missing, not in the declared encoding, or not of the declared columns;
    each fault is a finding.
    """
    path = folder / form.file
    if not path.exists():
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
    if frame is None or not _columns(form, list(frame.columns), findings) or len(findings.stops) > before:
        return None
    frame = frame[list(form.fields)]
    blank = np.arange(len(frame))
    for name in form.fields:
        blank = blank[
            (frame[name].iloc[blank].str.strip() == "").to_numpy()
        ]  # blank so far: after the first field only a few
    filled = np.delete(np.arange(len(frame)), blank)
    return (
        pd.DataFrame({n: frame.pop(n).array.take(filled) for n in form.fields}, index=frame.index[filled])
        if len(blank)
        else frame
    )


def undeclared_files(forms: dict[str, Form], folder: Path, findings: Findings) -> list[str]:
    """Files of the export that crf.yaml does not know; they would be lost in silence."""
    known = {f.file for f in forms.values()}
    found = (
        sorted(p.name for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))
        if folder.exists()
        else []
    )
    extra = [n for n in found if n not in known]
    for name in extra:
        findings.add(
            "RAW-EXTRA-FILE", STOP, "No form of crf.yaml reads this file.", "Add a form, or remove the file.", file=name
        )
    return extra


def _columns(form: Form, found: list[str], findings: Findings) -> bool:
    """Missing, extra and repeated columns."""
    good = True
    for name in form.fields:
        if name not in found:
            close = nearest(name, [f for f in found if f not in form.fields])
            findings.add(
                "RAW-COLUMN",
                STOP,
                f"The column '{name}' of form '{form.name}' is missing.",
                f"Is it '{close}'? Correct the export or crf.yaml." if close else "Correct the export or crf.yaml.",
                file=form.file,
                column=name,
            )
            good = False
    for name in found:
        if not name:
            findings.add(
                "RAW-EXTRA-COLUMN",
                STOP,
                "A column without a name holds data.",
                f"Name it in the export, and add the field to form '{form.name}'.",
                file=form.file,
            )
            good = False
        elif name not in form.fields:
            findings.add(
                "RAW-EXTRA-COLUMN",
                STOP,
                f"crf.yaml does not know the column '{name}'.",
                f"Add the field to form '{form.name}', with 'not_submitted:' if it stays out.",
                file=form.file,
                column=name,
            )
            good = False
    for name in sorted({n for n in found if n and found.count(n) > 1}):
        findings.add(
            "RAW-COLUMN",
            STOP,
            f"The column '{name}' stands twice.",
            "Rename one in the export.",
            file=form.file,
            column=name,
        )
        good = False
    return good


def _csv(path: Path, form: Form, findings: Findings) -> pd.DataFrame | None:
    data = _utf8(path.read_bytes(), form, findings)
    if data is None:
        return None
    if not data or data.isspace():
        findings.add("RAW-FILE", STOP, "The file is empty.", "Export it again.", file=form.file)
        return None
    header = _header(data)
    if not header or len(set(header)) < len(header):
        _columns(form, header, findings)
        return None
    if _open_quote(data):
        findings.add(
            "RAW-ROW",
            STOP,
            "A quotation mark opens a cell that never ends.",
            "Close it, or double the quotation marks that stand inside a cell.",
            file=form.file,
        )
        return None
    table, bad = _table(data, header)
    del data
    for number, actual, expected in bad:
        findings.add(
            "RAW-ROW",
            STOP,
            f"The row has {actual} cells, the header {expected}.",
            "Quote commas and line breaks inside cells.",
            file=form.file,
            row=number - 1,
        )
    return table.to_pandas(types_mapper=lambda _: TEXT).set_axis(range(1, table.num_rows + 1))


def _table(data: bytes, header: list[str], block: int = _BLOCK) -> tuple[pa.Table, list[tuple[int, int, int]]]:
    """All cells as text; and number, cells and expected cells of each row that has others than the header."""
    bad: list[tuple[int, int, int]] = []

    def invalid(row: pa_csv.InvalidRow) -> str:
        bad.append((row.number, row.actual_columns, row.expected_columns))
        return "skip"

    if not data.endswith(b"\n"):
        data += b"\n"  # a header alone needs it
    try:
        return pa_csv.read_csv(
            pa.BufferReader(data),
            read_options=pa_csv.ReadOptions(use_threads=False, block_size=min(block, len(data))),
            parse_options=pa_csv.ParseOptions(
                newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=invalid
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types={h: pa.large_string() for h in header}, strings_can_be_null=False
            ),
        ), bad
    except pa.ArrowInvalid:
        if block >= len(data):
            raise
        return _table(data, header, min(len(data), 2**31 - 1))  # a cell is longer than a block


def _header(data: bytes) -> list[str]:
    import csv

    first = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    return next(csv.reader(first), [])


def _open_quote(data: bytes) -> bool:
    """Does a quoted cell run to the end of the file, and swallow its rows?"""
    if data.count(b'"') % 2 == 0:
        return False
    import csv

    csv.field_size_limit(2**31 - 1)
    try:
        for _ in csv.reader(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline=""), strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _utf8(data: bytes, form: Form, findings: Findings) -> bytes | None:
    """The file in UTF-8, proven to be in the declared encoding; what else it may be is only a hint."""
    declared = form.encoding
    has_bom = data.startswith(_BOM)
    if has_bom != (declared == "utf-8-sig"):
        problem = "starts with a UTF-8 byte-order mark" if has_bom else "has no byte-order mark"
        findings.add(
            "RAW-ENCODING",
            STOP,
            f"The file is declared {declared} and {problem}.",
            _hint(data, declared),
            file=form.file,
        )
        return None
    try:
        recoded = _recoded(data, declared)
    except UnicodeDecodeError:
        error = _fault(data, declared)
        row = data[: error.start].count(b"\n")
        findings.add(
            "RAW-ENCODING",
            STOP,
            f"Byte {error.start + 1} of the file ({data[error.start : error.end].hex(' ')}) is not {declared}.",
            _hint(data, declared),
            file=form.file,
            row=row or None,
        )
        return None
    if declared == "gb18030" and _is_chinese_utf8(data):
        findings.add(
            "RAW-ENCODING",
            STOP,
            "The file is declared gb18030 and is utf-8 throughout.",
            _hint(data, declared),
            file=form.file,
        )
        return None
    return recoded


def _recoded(data: bytes, encoding: str) -> bytes:
    """``data`` in UTF-8 without a byte-order mark, piece by piece: as one Python text it would take several times the room."""
    decoder, out = codecs.getincrementaldecoder(encoding)(), io.BytesIO()
    for start in range(0, len(data), _BLOCK):
        out.write(decoder.decode(data[start : start + _BLOCK], start + _BLOCK >= len(data)).encode())
    return out.getvalue()


def _fault(data: bytes, encoding: str) -> UnicodeDecodeError | None:
    """Where ``data`` is not in the encoding."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return error
    return None


def _is_chinese_utf8(data: bytes) -> bool:
    """Much UTF-8 is GB18030 too, as other characters; GB18030 is never by chance UTF-8 throughout with ideographs."""
    try:
        return not data.isascii() and any("\u2e80" <= c <= "\uffef" for c in set(data.decode("utf-8")))
    except UnicodeDecodeError:
        return False


def _hint(data: bytes, declared: str) -> str:
    """What else the file may be."""
    if data.startswith(_BOM):
        return "It may be utf-8-sig; correct 'encoding:' in crf.yaml or export again."
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        for encoding in ("utf-8", "gb18030"):
            try:
                data.decode(encoding)
                if encoding != declared:
                    return f"It may be {encoding}; correct 'encoding:' in crf.yaml or export again."
            except UnicodeDecodeError:
                continue
    return "It is in none of the encodings that are read (utf-8, utf-8-sig, gb18030); export it again."


def _xlsx(path: Path, form: Form, findings: Findings) -> pd.DataFrame | None:
    import python_calamine

    try:
        book = python_calamine.load_workbook(str(path))
    except (python_calamine.CalamineError, OSError, zipfile.BadZipFile) as error:
        findings.add("RAW-FILE", STOP, f"The workbook cannot be read: {error}.", "Export it again.", file=form.file)
        return None
    sheet = form.sheet or book.sheet_names[0]
    if sheet not in book.sheet_names:
        close = nearest(sheet, book.sheet_names)
        findings.add(
            "RAW-SHEET",
            STOP,
            f"There is no sheet '{sheet}'.",
            f"Did you mean '{close}'?" if close else "Correct 'sheet:' in crf.yaml.",
            file=form.file,
        )
        return None
    cells = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    if _has_error_cells(path):
        cells = _with_errors(path, sheet, cells)
    header = [_cell_text(c) for c in cells[0]] if cells else []
    while header and not header[-1] and not any(row[len(header) - 1] != "" for row in cells):
        header.pop()
    rows = [[_cell_text(c) for c in row[: len(header)]] for row in cells[1:]]
    return (
        pd.DataFrame({n: text([r[i] for r in rows]) for i, n in enumerate(header)}).set_axis(range(1, len(rows) + 1))
        if len(set(header)) == len(header)
        else pd.DataFrame(columns=header)
    )


def _cell_text(cell: object) -> str:
    """What a reader of the sheet sees: whole numbers without a point, dates as ISO 8601."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{Decimal(f'{cell:.15g}'):f}"  # a sheet holds 15 digits
    if hasattr(cell, "hour"):
        shown = cell.isoformat(timespec="seconds" if cell.second else "minutes")
        return shown.removesuffix("T00:00")
    if hasattr(cell, "isoformat"):
        return cell.isoformat()
    return str(cell)


def _has_error_cells(path: Path) -> bool:
    """calamine reads #N/A as a blank; only a file that has such cells pays for the second reading."""
    with zipfile.ZipFile(path) as archive:
        return any(b't="e"' in archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/"))


def _with_errors(path: Path, sheet: str, cells: list[list[object]]) -> list[list[object]]:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for i, row in enumerate(book[sheet].iter_rows(values_only=True)):
        for j, value in enumerate(row):
            if isinstance(value, str) and value.startswith("#") and i < len(cells) and j < len(cells[i]):
                cells[i][j] = value
    return cells


def _sas(path: Path, form: Form, findings: Findings) -> pd.DataFrame | None:
    import pyreadstat

    read = pyreadstat.read_sas7bdat if path.suffix.lower() == ".sas7bdat" else pyreadstat.read_xport
    try:
        frame, _ = read(str(path), disable_datetime_conversion=True)
    except pyreadstat.ReadstatError as error:
        findings.add("RAW-FILE", STOP, f"The file cannot be read: {error}.", "Export it again.", file=form.file)
        return None
    columns = {
        c: as_text(frame[c].astype("float64")) if frame[c].dtype.kind in "fiu" else text(frame[c]) for c in frame
    }
    return pd.DataFrame(columns).set_axis(range(1, len(frame) + 1))


_READERS: dict[str, Callable[[Path, Form, Findings], pd.DataFrame | None]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".sas7bdat": _sas,
    ".xpt": _sas,
}


def refuse_unknown_subjects(
    form: Form, frame: pd.DataFrame, subject: pd.Series, known: set[str], findings: Findings
) -> np.ndarray:
    """True for rows whose subject is in the register; the others are refused with a query each."""
    good = position_in(subject, text(list(known))) >= 0
    strange = subject[~good].unique()
    likely = {s: nearest(s, known) for s in strange} if len(strange) <= _GUESSES else {}
    for i in np.flatnonzero(~good):
        value = subject.iat[i]
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
            row=int(frame.index[i]),
            column=form.subject,
            subject=value,
            value=frame[form.subject].iat[i],
        )
    return good
