"""The model, written as the specification workbook of the industry in its newest form, for people to work with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink

from onespec.define.workbook.layout import Column, Layout, choices, layouts
from onespec.define.workbook.tables import Written, tables
from onespec.engine.csv_text import FORMULA
from onespec.engine.metadata.model import Metadata
from onespec.engine.workbook import CREATOR, in_cell, workbook_bytes

_NAMED = {"Codelists": ("Codelists", "Dictionaries")}  # sheets that a cell's choice is an ID of
_HEAD, _HEAD_BESIDE = PatternFill("solid", fgColor="1F3A5F"), PatternFill("solid", fgColor="5B6B7F")
_BAND = PatternFill("solid", fgColor="EEF3F8")
_LINE = Border(bottom=Side("hair", color="B8C4D0"))
_MORE = 300  # rows below the last that have the drop-downs, too
_NUMBER = re.compile(r"0|[1-9]\d{0,14}")
_TALL = 15  # points of a line of text
_WIDE = 26  # characters of a column that no layout knows


@dataclass(frozen=True)
class _Placed:
    """A column as it is written: of the layout, perhaps in another language, or one that stands beside."""

    header: str
    column: Column | None = None
    language: str = ""

    def text(self, row: Written) -> str:
        if self.column is None:
            return row.beside.get(self.header, "")
        if self.language:
            return row.others.get((self.column.field, self.language), "")
        return row.beside.get(self.header, "") if self.column.beside else row.texts.get(self.column.field, "")


def write_workbook(metadata: Metadata) -> bytes:
    """The workbook; the same model, the same bytes.

    No cell is a formula: a text that begins like one is written as a text and stays one when somebody edits it.
    """
    made = tables(metadata)
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = CREATOR
    lists = _lists(made)
    targets = _targets(made)
    for each in layouts():
        if not each.skip and each.name in made:
            _Sheet(book.create_sheet(each.name), each, made[each.name]).write(targets, lists)
    _write_lists(book, lists)
    return workbook_bytes(book)


def _lists(made: Mapping[str, list[Written]]) -> dict[str, tuple[str, ...]]:
    """What drop-downs offer, by the name of the list or of the sheet whose IDs it has."""
    used = {column.choices for each in layouts() for column in each.columns if column.choices}
    out = {name: texts for name, texts in choices().items() if name in used}
    for name in sorted(used - out.keys()):
        sheets = _NAMED.get(name, (name,))
        out[name] = tuple(dict.fromkeys(row.texts["id"] for sheet in sheets for row in made[sheet]))
    return {name: texts for name, texts in out.items() if texts}


def _targets(made: Mapping[str, list[Written]]) -> dict[str, dict[tuple[str, ...], int]]:
    """The row of each sheet at which a thing stands first: an ID, a dataset, or dataset and variable."""
    out: dict[str, dict[tuple[str, ...], int]] = {}
    for sheet, rows in made.items():
        places = out.setdefault(sheet, {})
        for number, row in enumerate(rows, start=2):
            texts = row.texts
            if "id" in texts:
                places.setdefault((texts["id"],), number)
            if "dataset" in texts:
                places.setdefault((texts["dataset"],), number)
                places.setdefault((texts["dataset"], texts.get("variable", "")), number)
    return out


def _write_lists(book: Any, lists: Mapping[str, Sequence[str]]) -> None:
    """The hidden sheet that the drop-downs read."""
    sheet = book.create_sheet("Choices")
    sheet.sheet_state = "hidden"
    for column, (name, texts) in enumerate(lists.items(), start=1):
        for row, text in enumerate((name, *texts), start=1):
            _put(sheet.cell(row, column), text)


class _Sheet:
    """One sheet while it is written."""

    def __init__(self, sheet: Any, of: Layout, rows: list[Written]):
        self._sheet, self._layout, self._rows = sheet, of, rows
        self._columns = _columns(of, rows)
        self._styles: dict[tuple[bool, ...], Any] = {}

    def write(self, targets: Mapping[str, Mapping[tuple[str, ...], int]], lists: Mapping[str, Sequence[str]]) -> None:
        self._heads()
        banded, last = True, None
        for number, row in enumerate(self._rows, start=2):
            band = row.texts.get(self._layout.band, "")
            banded, last = (banded if band == last else not banded), band
            for place, column in enumerate(self._columns, start=1):
                self._cell(number, place, (column, row), banded, targets)
        self._drop_downs(lists)
        ends = get_column_letter(len(self._columns))
        self._sheet.auto_filter.ref = f"A1:{ends}{len(self._rows) + 1}"
        self._sheet.sheet_view.zoomScale = 90
        self._sheet.page_setup.orientation = "landscape"
        self._sheet.page_setup.fitToHeight = 0
        self._sheet.sheet_properties.pageSetUpPr.fitToPage = True
        self._sheet.print_title_rows = "1:1"

    def _heads(self) -> None:
        sheet = self._sheet
        for place, column in enumerate(self._columns, start=1):
            cell = sheet.cell(1, place)
            _put(cell, column.header)
            known = column.column
            cell.font = Font(bold=True, color="FFFFFF")
            cell.fill = _HEAD if known and not known.beside else _HEAD_BESIDE
            cell.alignment = Alignment(vertical="center", wrap_text=True)
            note = f"{known.note}" if known else "A column that the industry's workbook does not have."
            if known and column.language:
                note = f"{known.note} In the language {column.language}."
            cell.comment = Comment(in_cell(note), CREATOR, height=34 + 16 * (len(note) // 38 + 1), width=280)
            sheet.column_dimensions[get_column_letter(place)].width = known.width if known else _WIDE
        sheet.row_dimensions[1].height = 2 * _TALL + 2
        frozen = [n for n, c in enumerate(self._columns, start=1) if c.column and c.column.field in self._layout.needs]
        beyond = max(frozen, default=0) if self._layout.name in ("Variables", "ValueLevel", "Datasets") else 0
        sheet.freeze_panes = f"{get_column_letter(beyond + 1)}2"

    def _cell(
        self, number: int, place: int, of: tuple[_Placed, Written], banded: bool, targets: Mapping[str, Any]
    ) -> None:
        placed, row = of
        text, known = placed.text(row), placed.column
        look = known.look if known else frozenset({"wrap"})
        cell = self._sheet.cell(number, place)
        if text:
            _put(cell, int(text) if "number" in look and _NUMBER.fullmatch(text) else text)
        target = self._target(known, row, targets) if known and known.link and text else 0
        if target and known:
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{known.link}'!A{target}", tooltip=known.link)
        wrap = "wrap" in look or "\n" in text
        formula = text.lstrip().startswith(FORMULA)
        cell._style = self._style(cell, (banded, wrap, "centre" in look, bool(target), formula))

    def _target(self, column: Column, row: Written, targets: Mapping[str, Any]) -> int:
        """The row of another sheet that a cell leads to, 0 for none."""
        texts, link = row.texts, column.link
        if column.field == "variable":
            return targets[link].get((texts["dataset"], texts["variable"]), 0)
        return targets[link].get((texts[column.field],), 0)

    def _style(self, cell: Any, kind: tuple[bool, ...]) -> Any:
        """The look of a cell; each kind is made once."""
        if kind not in self._styles:
            banded, wrap, centred, linked, formula = kind
            cell.alignment = Alignment(vertical="top", wrap_text=wrap, horizontal="center" if centred else None)
            cell.border = _LINE
            if banded:
                cell.fill = _BAND
            if linked:
                cell.font = Font(color="0B5394", underline="single")
            cell.quotePrefix = formula
            self._styles[kind] = copy(cell._style)
        return copy(self._styles[kind])

    def _drop_downs(self, lists: Mapping[str, Sequence[str]]) -> None:
        names = list(lists)
        for place, placed in enumerate(self._columns, start=1):
            known = placed.column
            if known is None or known.choices not in lists:
                continue
            letter = get_column_letter(names.index(known.choices) + 1)
            offered = f"Choices!${letter}$2:${letter}${len(lists[known.choices]) + 1}"
            rule = DataValidation(type="list", formula1=offered, allow_blank=True, errorStyle="warning")
            rule.errorTitle, rule.error = placed.header, "This is none of those that are offered. Keep it?"
            here = get_column_letter(place)
            rule.add(f"{here}2:{here}{len(self._rows) + 1 + _MORE}")
            self._sheet.add_data_validation(rule)


def _columns(of: Layout, rows: Sequence[Written]) -> list[_Placed]:
    """The columns of a sheet: those of the newest workbook, rare ones that hold something, and a sponsor's own."""
    filled = {name for row in rows for name, text in row.texts.items() if text}
    languages = dict.fromkeys(key for row in rows for key, text in row.others.items() if text)
    out: list[_Placed] = []
    for column in of.columns:
        others = [language for field, language in languages if field == column.field]
        if not column.rare or column.field in filled or others:
            out.append(_Placed(column.header, column))
        out += [_Placed(f"{column.header} ({language})", column, language) for language in sorted(others)]
    known = {placed.header for placed in out}
    beside = dict.fromkeys(header for row in rows for header, text in row.beside.items() if text)
    return [*out, *(_Placed(header) for header in beside if header not in known)]


def _put(cell: Any, value: str | int) -> None:
    """A text, whatever it begins with, or a number."""
    if isinstance(value, int):
        cell.value = value
    else:
        cell.value = in_cell(value)
        cell.data_type = "s"
