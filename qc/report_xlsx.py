"""The report for a reviewer's spreadsheet.

Every cell is text or a number, never a formula; the same report gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

from onespec.engine.workbook import add_sheet, workbook_bytes, write_cell
from onespec.qc.report import Report, facts_of, program, settings_of
from onespec.qc.visible import visible


def write_xlsx(report: Report, path: Path) -> None:
    book = Workbook()
    _verdict(book.active, report)
    entries = [e for e in report.entries if not e.comparison.error]
    pairs = [(e.comparison, e) for e in entries]
    key_text = lambda c, keys: "; ".join(f"{k}={visible(v)}" for k, v in zip(c.keys, keys, strict=True))  # noqa: E731
    add_sheet(
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
    add_sheet(
        book,
        "Attributes",
        ("dataset", "level", "variable", report.base, report.compare),
        [(c.name, d.kind, d.variable, d.base, d.compare) for c, _ in pairs for d in c.attributes]
        + [(c.name, f"{d.kind} ({e.described})", d.variable, d.base, d.compare) for c, e in pairs for d in e.facts],
    )
    add_sheet(
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
    add_sheet(
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
    add_sheet(
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
    add_sheet(
        book,
        "Files",
        ("dataset", "what", report.base, report.compare),
        [(e.comparison.name, *fact) for e in report.entries for fact in facts_of(e.comparison)]
        + [(c.name, what, text, "") for c, _ in pairs for what, text in settings_of(c)]
        + [("", f"shared, SHA-256 {s.sha256}", "", s.name) for s in report.shared],
    )
    if report.waivers:
        add_sheet(
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
    path.write_bytes(workbook_bytes(book))


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
        write_cell(sheet.cell(row, 1), what)
        write_cell(sheet.cell(row, 2), text)
    sheet["B1"].font = Font(bold=True, size=14)
    sheet.column_dimensions["B"].width = 100
