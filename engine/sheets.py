"""Sheets of XLSX workbooks: the cells as a reader of the sheet sees them, and what he cannot see.

calamine reads a sheet fast; it takes errors and formulas without a result for blanks, and numbers for what they are
stored as.  A workbook in which that may matter is looked at a second time, with openpyxl.
"""

from __future__ import annotations

import html
import re
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from onespec.engine.sheet_bounds import Extent, NotWorkbook, looked_at, require_bounded

FORMULA, DIGITS, SHOWN = "formula", "digits", "shown"
MOST_DIGITS = 15  # that a spreadsheet program keeps of a number

_PIECE = 1 << 20  # bytes of a sheet looked at at a time
_PADDED = re.compile(r"(0{2,})(?:\.[0#?]+)?")
_AS_STORED = re.compile(r"(?:[#?,]*0?)(?:\.[0#?]+)?(?:E[+-]?0+)?|[#?0]* ?\?*/[?\d]+|@?", re.IGNORECASE)
_LOOK = re.compile(rb't="e"|<f[ >/]')  # of a cell: an error; a formula
_BUILT_IN_PER_CENT = re.compile(rb'numFmtId="(?:9|10)"')
_FORMAT = re.compile(r'formatCode="([^"]*)"')


class NoWorkbook(Exception):
    """The file cannot be read; the text says why."""


@dataclass(frozen=True)
class Doubt:
    """A cell that is not what it seems; row and column count from 0.

    kind  FORMULA: its result is not in the file; DIGITS: a number of more digits than are kept; SHOWN: a number that
          its format shows as another, or with other characters
    text  the formula, the number, or the format
    """

    kind: str
    row: int
    column: int
    text: str


@dataclass
class Sheet:
    """The cells of a sheet, row by row, from A1 on; a blank one is an empty text, an error its name (#N/A).

    merged  areas of cells that are shown as one, as (row, column) of the first and the last
    """

    cells: list[list[Any]]
    doubts: list[Doubt] = field(default_factory=list)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)


def sheet_names(path: Path) -> list[str]:
    return list(open_book(path).sheet_names)


def read_sheet(path: Path, name: str) -> Sheet:
    """A sheet of a workbook; raises `NoWorkbook`."""
    import python_calamine

    book = open_book(path)
    try:
        require_bounded(name, _extents(path).get(name, Extent()))
        read = book.get_sheet_by_name(name)
        sheet = Sheet(read.to_python(skip_empty_area=False), merged=list(read.merged_cell_ranges or ()))
    except python_calamine.CalamineError as error:
        raise NoWorkbook(f"sheet {name} is damaged ({error})") from error
    except NotWorkbook as error:
        raise NoWorkbook(str(error).rstrip(".")) from error
    long = any(isinstance(c, float) and abs(c) >= 10**MOST_DIGITS for row in sheet.cells for c in row)
    try:
        if _may_differ(path) or long:
            _look_again(path, name, sheet)
    except (ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:  # of openpyxl
        raise NoWorkbook(f"its formats or formulas cannot be read ({error})") from error
    return sheet


def open_book(path: Path) -> Any:
    """A workbook as calamine opens it, once its parts and the extents of its sheets have been looked at.

    Raises `NoWorkbook`.  A sheet of it is read by `read_sheet`, or after `require_bounded`.
    """
    import python_calamine

    try:
        _extents(path)
        return python_calamine.load_workbook(str(path))
    except NotWorkbook as error:
        raise NoWorkbook(str(error).rstrip(".")) from error
    except (python_calamine.CalamineError, OSError, zipfile.BadZipFile) as error:
        raise NoWorkbook(str(error)) from error


def _extents(path: Path) -> dict[str, Extent]:
    """The extents of the sheets; none of a file that is no ZIP file, which calamine refuses itself."""
    if not zipfile.is_zipfile(path):
        return {}
    left = path.stat()
    return _looked_at(path, left.st_size, left.st_mtime_ns, left.st_ino)


@lru_cache(maxsize=8)
def _looked_at(path: Path, *_left: int) -> dict[str, Extent]:
    return looked_at(path)


def _may_differ(path: Path) -> bool:
    """Whether any sheet has errors or formulas, or any cell a format that shows another number."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml") and _looks_so(archive, name):
                return True
        styles = archive.read("xl/styles.xml") if "xl/styles.xml" in archive.namelist() else b""
    formats = [html.unescape(f) for f in _FORMAT.findall(styles.decode("utf-8", "replace"))]
    return bool(_BUILT_IN_PER_CENT.search(styles)) or any(shown_otherwise(f) or _PADDED.fullmatch(f) for f in formats)


def _looks_so(archive: zipfile.ZipFile, name: str) -> bool:
    """Has a sheet an error or a formula?  It is looked at piece by piece."""
    before = b""
    with archive.open(name) as file:
        while piece := file.read(_PIECE):
            if _LOOK.search(before + piece):
                return True
            before = piece[-8:]  # what is looked for is shorter
    return False


def _look_again(path: Path, name: str, sheet: Sheet) -> None:
    import openpyxl

    seen, written = (openpyxl.load_workbook(path, read_only=True, data_only=only) for only in (True, False))
    for book in (seen, written):
        book[name].reset_dimensions()  # what the file says of its size is not always true
    for i, (results, formulas) in enumerate(zip(seen[name].iter_rows(), written[name].iter_rows(), strict=False)):
        if i >= len(sheet.cells):
            break
        for j, (cell, formula) in enumerate(zip(results, formulas, strict=False)):
            if j < len(sheet.cells[i]):
                _correct(sheet, i, j, cell, formula)
    seen.close()
    written.close()


def _correct(sheet: Sheet, i: int, j: int, cell: Any, formula: Any) -> None:
    if cell.value is None:
        if formula.data_type == "f" and cell.data_type == "n":  # of a text, the empty one is a result
            text = formula.value if isinstance(formula.value, str) else f"={getattr(formula.value, 'text', '')}"
            sheet.cells[i][j] = text
            sheet.doubts.append(Doubt(FORMULA, i, j, text))
    elif cell.data_type == "e":
        sheet.cells[i][j] = cell.value
    elif cell.data_type == "n" and isinstance(cell.value, int | float):
        _correct_number(sheet, (i, j), cell.value, cell.number_format or "")


def _correct_number(sheet: Sheet, place: tuple[int, int], value: float, format_: str) -> None:
    i, j = place
    padded = _PADDED.fullmatch(format_.split(";")[0])
    if abs(value) >= 10**MOST_DIGITS:
        shown = str(value) if isinstance(value, int) else f"{Decimal(f'{value:.{MOST_DIGITS}g}'):f}"
        sheet.cells[i][j] = shown
        sheet.doubts.append(Doubt(DIGITS, i, j, shown))
    elif padded and float(value).is_integer():
        sheet.cells[i][j] = f"{'-' * (value < 0)}{abs(int(value)):0{len(padded[1])}}"
    elif padded or shown_otherwise(format_):
        sheet.doubts.append(Doubt(SHOWN, i, j, format_))


def shown_otherwise(format_: str) -> bool:
    """Whether a number format shows another number than the stored one, or characters beside it.

    >>> shown_otherwise("0.00"), shown_otherwise("0%"), shown_otherwise('"S-"000'), shown_otherwise("yyyy-mm-dd")
    (False, True, True, False)
    """
    first = re.sub(r"\[[^\]]*\]", "", format_.split(";")[0])
    first = re.sub(r"_.|\*.", "", first).strip()
    bare = re.sub(r'"[^"]*"|\\.', "", first)
    if first.lower() == "general" or re.search("[ymdhs]", bare, re.IGNORECASE):
        return False
    return not _AS_STORED.fullmatch(first) or first.endswith(",")
