"""Workbooks that the program writes: each cell is text or a number, never a formula; the same facts, the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from onespec.engine.csv_text import FORMULA
from onespec.engine.visible import visible

_HEAD = PatternFill("solid", fgColor="1F3A5F")
_LONGEST = 32_767  # characters a cell can hold
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # how a file writes a character by its code
_FIXED = (1980, 1, 1, 0, 0, 0)
_TIME = b"1980-01-01T00:00:00Z"
CREATOR = "onespec"  # of workbooks that people go on to edit: those that nobody has edited are known by it


def add_sheet(book: Workbook, name: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> Any:
    """A sheet with a table; the sheet."""
    sheet = book.create_sheet(name)
    for number, values in enumerate((head, *rows), start=1):
        for column, value in enumerate(values, start=1):
            write_cell(sheet.cell(number, column), value)
    for column, title in enumerate(head, start=1):
        cell = sheet.cell(1, column)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
        longest = max([len(title), *(len(str(r[column - 1] or "")) for r in rows[:200])])
        sheet.column_dimensions[get_column_letter(column)].width = min(max(longest + 2, 8), 60)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(head))}{len(rows) + 1}"
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=isinstance(cell.value, str) and len(cell.value) > 58)
    return sheet


def in_cell(text: str) -> str:
    """A text as a cell holds it; one that looks like the code of a character stays that text."""
    return _ESCAPE.sub("_x005F_", visible(text, lines=True))[:_LONGEST]


def write_cell(cell: Any, value: object) -> None:
    if isinstance(value, str):
        cell.value = in_cell(value)
        cell.data_type = "s"  # openpyxl would take a leading = for a formula
        cell.quotePrefix = value.lstrip().startswith(FORMULA)  # it stays a text when somebody edits it
    else:
        cell.value = value


def workbook_bytes(book: Workbook) -> bytes:
    """The workbook without the times at which it was written."""
    written, out = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", _TIME, data)
            new.writestr(zipfile.ZipInfo(name, _FIXED), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def is_as_made(core: bytes) -> bool:
    """Do the properties of a workbook say that this program has made it, and nobody has edited it since?"""
    return f">{CREATOR}</".encode() in core and core.count(_TIME) == 2
