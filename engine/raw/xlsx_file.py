"""XLSX workbooks: every cell as a reader of the sheet sees it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from onespec.engine.columns import text
from onespec.engine.findings import QUERY, STOP, Findings, nearest
from onespec.engine.frames import Frame
from onespec.engine.raw.header import columns_agree, named_now
from onespec.engine.raw.table import Table
from onespec.engine.sheets import DIGITS, FORMULA, SHOWN, Doubt, NoWorkbook, read_sheet, sheet_names
from onespec.engine.spec.forms import Form

_ROWS = 1 << 14  # of a block
# Of a doubtful cell: rule, level, what is said of it (a format with the text of `Doubt`), and the fix.
_DOUBTS = {
    FORMULA: (
        "RAW-FORMULA",
        STOP,
        "holds a formula whose result is not in the file",
        "Open the workbook in a spreadsheet program and save it, or export values.",
    ),
    DIGITS: (
        "RAW-PRECISION",
        QUERY,
        "holds a number of more than 15 digits, of which a spreadsheet keeps no more than these",
        "Compare with the source; export numbers of so many digits as text.",
    ),
    SHOWN: (
        "RAW-SHOWN",
        QUERY,
        "is shown otherwise than it is stored (format {0}); read as stored",
        "Check which of both is meant; export it as text, or in the format General.",
    ),
}


def read_xlsx(path: Path, form: Form, findings: Findings) -> Table | None:
    try:
        names = sheet_names(path)
        name = form.sheet or names[0]
        if name not in names:
            close = nearest(name, names)
            fix = f"Did you mean '{close}'?" if close else "Correct 'sheet:' in crf.yaml."
            findings.add("RAW-SHEET", STOP, f"There is no sheet '{name}'.", fix, file=form.file)
            return None
        sheet = read_sheet(path, name)
    except NoWorkbook as error:
        findings.add("RAW-FILE", STOP, f"The workbook cannot be read: {error}.", "Export it again.", file=form.file)
        return None
    above = int(form.header) - 1
    cells = sheet.cells[above:]
    header = [_cell_text(c) for c in cells[0]] if cells else []
    while header and not header[-1] and not any(row[len(header) - 1] != "" for row in cells):
        header.pop()
    if len(set(header)) < len(header):
        columns_agree(form, header, findings)
        return None
    doubts = [replace(doubt, row=doubt.row - above) for doubt in sheet.doubts if doubt.row > above]
    skipped = set(map(int, form.skip))
    _tell([doubt for doubt in doubts if doubt.row not in skipped], header, form, findings)
    blocks = [_frame(header, cells[at : at + _ROWS]) for at in range(1, max(len(cells), 2), _ROWS)]
    return Table(header, lambda: iter(blocks))


def _frame(header: list[str], rows: list[list[Any]]) -> Frame:
    return Frame({n: text([_cell_text(row[i]) for row in rows]) for i, n in enumerate(header)}, len(rows))


def _tell(doubts: list[Doubt], header: list[str], form: Form, findings: Findings) -> None:
    """One finding a column and kind of doubt: its first cell, and how many there are."""
    first: dict[tuple[str, int], Doubt] = {}
    count: dict[tuple[str, int], int] = {}
    names = named_now(form, header, Findings()) or header
    for doubt in doubts:
        key = (doubt.kind, doubt.column)
        if doubt.column < len(header) and names[doubt.column] in form.fields:
            first.setdefault(key, doubt)
            count[key] = count.get(key, 0) + 1
    for key, doubt in first.items():
        rule, level, said, fix = _DOUBTS[doubt.kind]
        more = f" ({count[key]} such cells in the column)" if count[key] > 1 else ""
        if form.fields[names[doubt.column]].not_submitted:
            level = QUERY
        place = {
            "file": form.file,
            "row": doubt.row,
            "column": names[doubt.column],
            "value": "" if doubt.kind == SHOWN else doubt.text,
        }
        findings.add(rule, level, f"The cell {said.format(doubt.text)}{more}.", fix, **place)


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
