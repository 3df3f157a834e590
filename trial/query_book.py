"""The queries as a workbook to send: a sheet a site, in English and Chinese, to be answered and read back."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from onespec.engine.queries import ACCEPTED, ANSWERED, OPEN
from onespec.engine.spec.query_register import Entry
from onespec.engine.workbook import add_sheet, in_cell, workbook_bytes

SUMMARY = "Summary"
ANSWERS = (OPEN, ANSWERED, ACCEPTED)  # what a person may say of a query
HEAD = ("Query 编号", "Site 中心", "Subject 受试者", "Form 表单", "Row 行", "Field 字段", "Value 数值")
HEAD += ("Question", "质疑", "Rule 规则", "First seen 首次提出")
ANSWER = ("Status 状态", "Answer 答复", "Reason 接受理由", "By 签名", "Date 日期")
STATE = "As sent"  # hidden: how the query stood when the list was written
COLUMNS = (*HEAD, *ANSWER, STATE)
_GUIDE = (
    ("Status 状态", "open 待答复, answered 已答复 (with an answer), accepted 已接受 (with reason, by and date)."),
    ("Answer 答复", "An answer makes an open query answered. 填写答复后，状态即为 answered。"),
    ("Other columns 其他列", "Leave them as they are. 请勿修改。"),
)
_NO_SITE = "no site"
_WIDTHS = (12, 8, 10, 22, 26, 22, 16, 44, 44, 16, 14, 11, 36, 30, 14, 12, 9)
_LINE, _HIGHEST = 14.0, 400.0  # points: a line of text, and a row at most
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST = 31  # characters of a sheet's name


@dataclass(frozen=True)
class Line:
    """A query as the workbook shows it; form and field in both languages."""

    entry: Entry
    site: str
    form: str
    row: str
    field: str
    english: str
    chinese: str

    def cells(self) -> tuple[str, ...]:
        e = self.entry
        shown = (e.id, self.site, e.subject, self.form, self.row, self.field, e.value)
        asked = (self.english, self.chinese, e.rule, e.first_seen)
        return (*shown, *asked, *said(e), state_of(e))


def said(entry: Entry) -> tuple[str, ...]:
    """What a person may change, as cells hold it."""
    return tuple(in_cell(text).strip() for text in (entry.status, entry.answer, entry.reason, entry.by, entry.date))


def state_of(entry: Entry) -> str:
    """How a query stands, in a few digits: whether anybody has answered it since."""
    return hashlib.sha256("\x1f".join(said(entry)).encode()).hexdigest()[:8]


def book(study: str, transfer: str, lines: Iterable[Line], counted: Mapping[tuple[str, str], int]) -> bytes:
    """The workbook.

    counted  by site and status, the accepted ones too, which have no line
    """
    out = Workbook()
    out.remove(out.worksheets[0])
    ordered = sorted(lines, key=lambda line: (not line.site, line.site, line.entry.subject, line.entry.about))
    rows = _summary(study, transfer, ordered, counted)
    _lay_out(add_sheet(out, SUMMARY, ("Queries 质疑", "", OPEN, ANSWERED, ACCEPTED), rows), (22, 60, 10, 10, 10))
    names = _sheet_names(dict.fromkeys(line.site for line in ordered))
    for site, name in names.items():
        _add_site(out, name, [line.cells() for line in ordered if line.site == site])
    return workbook_bytes(out)


def _summary(
    study: str, transfer: str, lines: Sequence[Line], counted: Mapping[tuple[str, str], int]
) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [("Study 研究", study, "", "", ""), ("Transfer 数据传输", transfer, "", "", "")]
    rows += [(*guide, "", "", "") for guide in _GUIDE]
    total = tuple(sum(n for (_, status), n in counted.items() if status == s) for s in ANSWERS)
    rows.append(("All 合计", "", *total))
    for site in sorted({site for site, _ in counted}, key=lambda s: (not s, s)):
        rows.append(("Site 中心", site or _NO_SITE, *(counted.get((site, status), 0) for status in ANSWERS)))
    by = Counter((line.entry.rule, line.entry.status) for line in lines)
    for rule in sorted({rule for rule, _ in by}):
        rows.append(("Rule 规则", rule, *(by[rule, status] for status in (OPEN, ANSWERED)), ""))
    return rows


def _sheet_names(sites: Iterable[str]) -> dict[str, str]:
    """A name of a sheet for each site, each another one whatever its capitals."""
    out: dict[str, str] = {}
    taken = {SUMMARY.casefold()}
    for site in sites:
        plain = _NOT_IN_A_NAME.sub("_", in_cell(f"Site {site}" if site else _NO_SITE)).strip("'")[:_LONGEST]
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain[: _LONGEST - 4]} ({number})"
        taken.add(name.casefold())
        out[site] = name
    return out


def _add_site(out: Workbook, name: str, rows: list[tuple[str, ...]]) -> None:
    sheet = add_sheet(out, name, COLUMNS, rows)
    _lay_out(sheet, _WIDTHS)
    first, to_fill = len(HEAD) + 1, PatternFill("solid", fgColor="FFF8DC")
    for row in sheet.iter_rows(min_row=2, min_col=first, max_col=len(HEAD) + len(ANSWER)):
        for cell in row:
            cell.fill = to_fill
    sheet.column_dimensions[get_column_letter(len(COLUMNS))].hidden = True
    sheet.freeze_panes = "D2"
    choice = DataValidation(type="list", formula1=f'"{",".join(ANSWERS)}"', allow_blank=False)
    letter = get_column_letter(first)
    choice.add(f"{letter}2:{letter}{len(rows) + 1}")
    sheet.add_data_validation(choice)
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = "1:1"


def _lay_out(sheet: Any, widths: Sequence[int]) -> None:
    """Texts in lines, rows as high as they need to be, and a page as wide as the sheet."""
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        lines = (_lines(str(c.value or ""), width) for c, width in zip(row, widths, strict=True))
        sheet.row_dimensions[row[0].row].height = min(_LINE * max(lines), _HIGHEST)
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column; a Chinese character is as wide as two letters."""
    wide = (sum(2 if east_asian_width(c) in "WF" else 1 for c in line) for line in text.split("\n"))
    return sum(max(1, -(-each // (width - 2))) for each in wide)
