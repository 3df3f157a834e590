"""The report for a reviewer's spreadsheet.

Every cell is text or a number, never a formula; the same report gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from onespec.engine.csv_text import FORMULA
from onespec.engine.visible import visible as without_controls
from onespec.qc.report import Report, facts_of, program, settings_of
from onespec.qc.visible import visible

_HEAD = PatternFill("solid", fgColor="1F3A5F")
_LONGEST = 32_767  # characters a cell can hold
_FIXED = (1980, 1, 1, 0, 0, 0)


def write_xlsx(report: Report, path: Path) -> None:
    book = Workbook()
    _verdict(book.active, report)
    entries = [e for e in report.entries if not e.comparison.error]
    pairs = [(e.comparison, e) for e in entries]
    key_text = lambda c, keys: "; ".join(f"{k}={visible(v)}" for k, v in zip(c.keys, keys, strict=True))  # noqa: E731
    _sheet(
        book,
        "Datasets",
        (
            "dataset",
            "verdict",
            f"rows {report.base}",
            f"rows {report.compare}",
            "pairs",
            "differing rows",
            "differing values",
            "explained",
            "SYSINFO",
            "what",
        ),
        [
            (
                e.comparison.name,
                e.verdict,
                e.comparison.base.rows,
                e.comparison.compare.rows,
                e.comparison.matched,
                e.comparison.differing_rows,
                e.comparison.differing_values,
                e.explained,
                e.sysinfo,
                e.summary(report),
            )
            for e in report.entries
        ],
    )
    _sheet(
        book,
        "Attributes",
        ("dataset", "level", "variable", report.base, report.compare),
        [(c.name, d.kind, d.variable, d.base, d.compare) for c, _ in pairs for d in c.attributes]
        + [(c.name, f"{d.kind} ({e.described})", d.variable, d.base, d.compare) for c, e in pairs for d in e.facts],
    )
    _sheet(
        book,
        "Variables",
        (
            "dataset",
            "variable",
            "type",
            "method",
            "differing",
            "largest",
            "commonest: " + report.base,
            "commonest: " + report.compare,
        ),
        [
            (c.name, v.name, v.type, v.method, v.differing, v.largest, *map(visible, (v.change or ("", ""))[:2]))
            for c, _ in pairs
            for v in c.variables
        ],
    )
    _sheet(
        book,
        "Rows",
        ("dataset", "only in", "row", "keys"),
        [
            (c.name, side, r.row, key_text(c, r.keys))
            for c, _ in pairs
            for side, rows in ((report.base, c.only_base_first), (report.compare, c.only_compare_first))
            for r in rows
        ],
    )
    _sheet(
        book,
        "Values",
        (
            "dataset",
            f"row {report.base}",
            f"row {report.compare}",
            "keys",
            "variable",
            report.base,
            report.compare,
            "difference",
        ),
        [
            (
                c.name,
                x.base_row,
                x.compare_row,
                key_text(c, x.keys),
                x.variable,
                visible(x.base),
                visible(x.compare),
                x.difference,
            )
            for c, _ in pairs
            for x in c.cells
        ],
    )
    _sheet(
        book,
        "Files",
        ("dataset", "what", report.base, report.compare),
        [(e.comparison.name, *fact) for e in report.entries for fact in facts_of(e.comparison)]
        + [(c.name, what, text, "") for c, _ in pairs for what, text in settings_of(c)]
        + [("", f"shared, SHA-256 {s.sha256}", "", s.name) for s in report.shared],
    )
    if report.waivers:
        _sheet(
            book,
            "Waivers",
            ("dataset", "where", "variable", "kind", "reason", "who", "date", "cells", "explains", "state"),
            [
                (
                    w.dataset,
                    w.where,
                    w.variable,
                    w.kind,
                    w.reason,
                    w.who,
                    w.date,
                    w.cells,
                    w.explains,
                    "stale" if w.stale else "good",
                )
                for w in report.waivers
            ],
        )
    path.write_bytes(_same_bytes(book))


def _verdict(sheet, report: Report) -> None:
    sheet.title = "Verdict"
    lines = [
        ("", report.title),
        ("verdict", report.verdict),
        ("", "accepted" if report.good else "not accepted"),
        ("program", program()),
    ]
    lines += [("made", report.made)] if report.made else []
    lines += [("note", note) for note in report.notes]
    for row, (what, text) in enumerate(lines, start=1):
        _write(sheet.cell(row, 1), what)
        _write(sheet.cell(row, 2), text)
    sheet["B1"].font = Font(bold=True, size=14)
    sheet.column_dimensions["B"].width = 100


def _sheet(book: Workbook, name: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    sheet = book.create_sheet(name)
    for number, values in enumerate((head, *rows), start=1):
        for column, value in enumerate(values, start=1):
            _write(sheet.cell(number, column), value)
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


def _write(cell, value: object) -> None:
    if isinstance(value, str):
        cell.value = without_controls(value, lines=True)[:_LONGEST]
        cell.data_type = "s"  # openpyxl would take a leading = for a formula
        cell.quotePrefix = value.lstrip().startswith(FORMULA)  # it stays a text when somebody edits it
    else:
        cell.value = value


def _same_bytes(book: Workbook) -> bytes:
    """The workbook without the times at which it was written."""
    written, out = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", data)
            new.writestr(zipfile.ZipInfo(name, _FIXED), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
