"""A report as files."""

from __future__ import annotations

from pathlib import Path

from onespec.qc.report import Report
from onespec.qc.report_html import report_html
from onespec.qc.report_json import report_json
from onespec.qc.report_xlsx import write_xlsx


def write_reports(report: Report, html: Path | None = None, json: Path | None = None, xlsx: Path | None = None) -> None:
    """Write the report in each form for which a file is named: to read and sign, for machines, as a spreadsheet."""
    if html:
        html.write_text(report_html(report), encoding="utf-8")
    if json:
        json.write_text(report_json(report), encoding="utf-8")
    if xlsx:
        write_xlsx(report, xlsx)
