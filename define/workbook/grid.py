"""The sheets of a workbook as tables of texts: each cell as a person sees it, under the header that it stands under."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onespec.define.workbook.layout import Column, Layout, layout_of, layouts, plain
from onespec.engine.metadata.model import Unplaced
from onespec.engine.sheet_bounds import Extent, NotWorkbook, letters, looked_at, require_bounded
from onespec.engine.sheets import FORMULA, NoWorkbook, Sheet, read_sheet, sheet_names

_HIGHEST = 20  # rows in which the header is looked for
_LONGEST = 2000  # characters of a row that is named
_DECIMALS = re.compile(r"[#,]*0\.(0+)")  # a format that shows a fixed number of decimals
_FIXED = re.compile(rb'numFmtId="(?:2|4|39|40)"|formatCode="[#,]*0\.0+')
_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA")


@dataclass(frozen=True)
class Row:
    """A row of a table.

    number   of the sheet, from 1
    texts    field -> text, of cells that hold something
    others   field -> language -> text, of columns that name a language
    unknown  header -> text, of columns that the layout does not have
    """

    number: int
    texts: Mapping[str, str]
    others: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "")


@dataclass
class Grid:
    """A sheet as a table; what could not be read of it stands in ``unplaced``."""

    name: str
    layout: Layout
    headers: Mapping[str, str] = field(default_factory=dict)  # field -> the header that it stands under
    unknown: tuple[str, ...] = ()  # headers
    rows: list[Row] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)

    def leave(self, row: Row, name: str, text: str = "") -> None:
        """A cell has no place; ``name``: its field."""
        header = self.headers.get(name, name)
        self.unplaced.append(
            Unplaced(place=f"{self.name}!{header}, row {row.number}", text=text or row[name], line=row.number)
        )

    def leave_row(self, row: Row, why: str) -> None:
        """A whole row has no place."""
        said = " | ".join((*row.texts.values(), *row.unknown.values()))
        self.unplaced.append(
            Unplaced(place=f"{self.name}, row {row.number} ({why})", text=said[:_LONGEST], line=row.number)
        )


@dataclass
class Book:
    """The tables of a workbook by the names of their layouts; ``strange``: sheets that no layout knows."""

    grids: dict[str, Grid]
    strange: dict[str, list[Unplaced]]


def read_book(path: Path) -> Book:
    """The tables of a workbook; raises `NotWorkbook` for one that is no specification."""
    extents = looked_at(path)
    try:
        names = sheet_names(path)
        known = _known(names)
        grids = {
            layout.name: _grid(_cells(path, name, extents.get(name, Extent())), name, layout)
            for name, layout in known.items()
            if not layout.skip
        }
        strange = {
            name: _rows_of(_cells(path, name, extents.get(name, Extent())), name) for name in names if name not in known
        }
    except NoWorkbook as error:
        raise NotWorkbook(f"The file cannot be read: {error}.") from error
    return Book(grids, strange)


def _known(names: list[str]) -> dict[str, Layout]:
    """The layout of each sheet that has one; of two that go by one layout, the first."""
    out: dict[str, Layout] = {}
    for name in sorted(names, key=lambda n: plain(n) not in {plain(each.name) for each in layouts()}):
        found = layout_of(name)
        if found and found not in out.values():
            out[name] = found
    for needed in ("Datasets", "Variables"):
        if needed not in {layout.name for layout in out.values()}:
            raise NotWorkbook(
                f"The file is no specification workbook of the industry: it has no sheet {needed}. Looked for were "
                f"Define or Study, Datasets, Variables, ValueLevel, Codelists, Methods, Comments and Documents; "
                f"its sheets are {', '.join(names[:12])}{' ...' if len(names) > 12 else ''}."
            )
    return {name: out[name] for name in names if name in out}


@dataclass
class _Cells:
    texts: list[list[str]]
    faults: list[tuple[int, int, str]]  # row and column from 0, and what stands there


def _cells(path: Path, name: str, extent: Extent) -> _Cells:
    """The texts of a sheet as shown; formulas without a result, and errors, are faults and blank."""
    require_bounded(name, extent)
    sheet = read_sheet(path, name)
    _as_shown(path, name, sheet)
    for (top, left), (bottom, _) in sheet.merged:
        for row in sheet.cells[top + 1 : bottom + 1]:  # of a merged area the uppermost cell holds the text of all
            if left < len(row):
                row[left] = sheet.cells[top][left]
    texts = [[_text(cell) for cell in row] for row in sheet.cells]
    faults = [(doubt.row, doubt.column, doubt.text) for doubt in sheet.doubts if doubt.kind == FORMULA]
    if extent.errors:
        faults += [(i, j, t) for i, row in enumerate(texts) for j, t in enumerate(row) if t in _ERRORS]
    for i, j, _ in faults:
        texts[i][j] = ""
    return _Cells(texts, faults)


def _text(cell: Any) -> str:
    """A cell as it is shown: 8.0 as 8, a day as YYYY-MM-DD.

    >>> [_text(cell) for cell in (8.0, 8.2, True, "a ", datetime.date(2021, 9, 24))]
    ['8', '8.2', 'TRUE', 'a ', '2021-09-24']
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, datetime.date | datetime.time) else str(cell)


def _as_shown(path: Path, name: str, sheet: Sheet) -> None:
    """Numbers with a format of fixed decimals, as 8.0, become that text."""
    with zipfile.ZipFile(path) as archive:
        styles = archive.read("xl/styles.xml") if "xl/styles.xml" in archive.namelist() else b""
    if not _FIXED.search(styles) or not any(isinstance(c, float) for row in sheet.cells for c in row):
        return
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    book[name].reset_dimensions()
    for i, row in enumerate(book[name].iter_rows(max_row=len(sheet.cells))):
        for j, cell in enumerate(row[: len(sheet.cells[i])]):
            found = _DECIMALS.fullmatch((cell.number_format or "").split(";")[0].rstrip("_) "))
            if found and isinstance(sheet.cells[i][j], float):
                sheet.cells[i][j] = f"{sheet.cells[i][j]:.{len(found[1])}f}"
    book.close()


# -- headers ---------------------------------------------------------------------------------------


def _grid(cells: _Cells, name: str, layout: Layout) -> Grid:
    """The table of a sheet; raises `NotWorkbook` where it has none of the columns that it needs."""
    top = _header(cells.texts, layout)
    if top is None:
        if not any(text.strip() for row in cells.texts for text in row):
            return Grid(name, layout)
        raise NotWorkbook(
            f"Sheet {name} has no header with the columns {layout.headers(layout.needs)} in its first {_HIGHEST} rows: "
            "it is no specification workbook of the industry. "
            f"Its first row has {', '.join(t.strip() for t in cells.texts[0] if t.strip())[:200] or 'nothing'}."
        )
    placed, unknown = _placed(cells.texts[top], layout)
    headers = {column.field: cells.texts[top][j].strip() for j, (column, language) in placed.items() if not language}
    grid = Grid(name, layout, headers, tuple(unknown.values()))
    for i, row in enumerate(cells.texts[:top]):
        if any(text.strip() for text in row):
            grid.leave_row(Row(i + 1, {str(j): text for j, text in enumerate(row) if text.strip()}), "above the header")
    for i, j, text in cells.faults:
        header = cells.texts[top][j].strip() if j < len(cells.texts[top]) else letters(j + 1)
        grid.unplaced.append(Unplaced(place=f"{name}!{header}, row {i + 1}", text=text, line=i + 1))
    for i, row in enumerate(cells.texts[top + 1 :], start=top + 2):
        if any(text.strip() for text in row):
            grid.rows.append(_row(i, row, placed, unknown, grid))
    return grid


def _header(texts: list[list[str]], layout: Layout) -> int | None:
    """The row that has the columns which the sheet needs."""
    for i, row in enumerate(texts[:_HIGHEST]):
        found = {of[0].field for text in row if text.strip() and (of := layout.of(text))}
        if found >= set(layout.needs):
            return i
    return None


def _placed(header: list[str], layout: Layout) -> tuple[dict[int, tuple[Column, str]], dict[int, str]]:
    """Which column stands where, and the headers of the others; a field's own header is stronger than another name."""
    placed: dict[int, tuple[Column, str]] = {}
    unknown: dict[int, str] = {}
    for j, text in enumerate(header):
        of = layout.of(text) if text.strip() else None
        if of:
            placed[j] = of
        elif text.strip():
            unknown[j] = _once(text.strip(), unknown.values())
    for j, (column, language) in list(placed.items()):
        own = next(
            (k for k, (c, la) in placed.items() if (c, la) == (column, language) and _is_own(header[k], c)), None
        )
        first = next(k for k, each in placed.items() if each == (column, language))
        if j != (first if own is None else own):
            del placed[j]
            unknown[j] = _once(header[j].strip(), unknown.values())
    return placed, unknown


def _is_own(text: str, column: Column) -> bool:
    return plain(text) == plain(column.header)


def _once(header: str, taken: Any) -> str:
    """A header, told apart from the same one before it."""
    out, number = header, 1
    while out in taken:
        number += 1
        out = f"{header} {number}"
    return out


def _row(
    number: int, row: list[str], placed: dict[int, tuple[Column, str]], unknown: dict[int, str], grid: Grid
) -> Row:
    texts: dict[str, str] = {}
    others: dict[str, dict[str, str]] = {}
    strange: dict[str, str] = {}
    for j, text in enumerate(row):
        if not text.strip() and not (j in placed and placed[j][0].field in ("term", "value") and text):
            continue
        if j in unknown:
            strange[unknown[j]] = text
        elif j in placed and placed[j][1]:
            others.setdefault(placed[j][0].field, {})[placed[j][1]] = text
        elif j in placed:
            texts[placed[j][0].field] = text
        else:  # beside the table, under no header
            place = f"{grid.name}!{letters(j + 1)}, row {number}"
            grid.unplaced.append(Unplaced(place=place, text=text, line=number))
    return Row(number, texts, others, strange)


def _rows_of(cells: _Cells, name: str) -> list[Unplaced]:
    """The rows of a sheet that no layout knows."""
    return [Unplaced(place=f"{name}, row {number}", text=text, line=number) for number, text in _filled(cells)]


def _filled(cells: _Cells) -> Iterator[tuple[int, str]]:
    for i, row in enumerate(cells.texts):
        said = " | ".join(text for text in row if text.strip())
        if said:
            yield i + 1, said[:_LONGEST]
