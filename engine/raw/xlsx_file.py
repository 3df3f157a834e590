"""XLSX workbooks: every cell as a reader of the sheet sees it."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from onespec.engine.columns import text
from onespec.engine.findings import STOP, Findings, nearest
from onespec.engine.frames import Frame
from onespec.engine.raw.header import columns_agree
from onespec.engine.spec.model import Form


def read_xlsx(path: Path, form: Form, findings: Findings) -> Frame | None:
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
    cells: list[list[Any]] = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    if _has_error_cells(path):
        cells = _with_errors(path, sheet, cells)
    header = [_cell_text(c) for c in cells[0]] if cells else []
    while header and not header[-1] and not any(row[len(header) - 1] != "" for row in cells):
        header.pop()
    rows = [[_cell_text(c) for c in row[: len(header)]] for row in cells[1:]]
    if len(set(header)) < len(header):
        columns_agree(form, header, findings)
        return None
    return Frame({n: text([r[i] for r in rows]) for i, n in enumerate(header)}, len(rows))


def _cell_text(cell: Any) -> str:
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


def _with_errors(path: Path, sheet: str, cells: list[list[Any]]) -> list[list[Any]]:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for i, row in enumerate(book[sheet].iter_rows(values_only=True)):
        for j, value in enumerate(row):
            if isinstance(value, str) and value.startswith("#") and i < len(cells) and j < len(cells[i]):
                cells[i][j] = value
    return cells
