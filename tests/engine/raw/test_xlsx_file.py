"""Workbooks as raw forms: what a reader of the sheet cannot see is a finding."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl

from onespec.engine.findings import Findings
from onespec.engine.raw.files import read_form
from onespec.engine.spec.forms import Field, Form

FORM = Form("x", {}, ("x.xlsx",), "", "", ("A",), ("A",), {n: Field(n, {}, "text") for n in "AB"})


def read(folder: Path, *rows: list, form: Form = FORM, formats: str = "") -> tuple[list | None, list[str]]:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for number, row in enumerate([["A", "B"], *rows], start=1):
        sheet.append(row)
        if formats and number > 1:
            sheet.cell(number, 1).number_format = formats
    book.save(folder / "x.xlsx")
    findings = Findings()
    read = read_form(form, folder, findings)
    return (None if read is None else [tuple(r) for r in read.cells.rows()]), [f.text() for f in findings]


def test_a_formula_without_a_result_is_a_stop(tmp_path):
    line = (
        "STOP  RAW-FORMULA  x.xlsx row 2, B: The cell holds a formula whose result is not in the file "
        "(2 such cells in the column). The value is '=1+1'. "
        "Fix: Open the workbook in a spreadsheet program and save it, or export values."
    )
    rows = ["01", "x"], ["02", "=1+1"], ["03", "=1+2"]
    assert read(tmp_path, *rows) == (None, [line])
    unused = replace(FORM, fields={**FORM.fields, "B": Field("B", {}, "text", not_submitted="a mark")})
    cells, [line] = read(tmp_path, *rows, form=unused)
    assert cells == [("01", "x"), ("02", "=1+1"), ("03", "=1+2")]
    assert line.startswith("QUERY RAW-FORMULA")


def test_a_number_padded_with_zeros_is_read_with_them(tmp_path):
    assert read(tmp_path, [101, "x"], [102, "y"], formats="0000") == ([("0101", "x"), ("0102", "y")], [])


def test_a_number_that_is_shown_otherwise_is_a_query(tmp_path):
    cells, [line] = read(tmp_path, [0.5, "x"], formats="0%")
    assert cells == [("0.5", "x")]
    assert line.startswith(
        "QUERY RAW-SHOWN  x.xlsx row 1, A: The cell is shown otherwise than it is stored (format 0%)"
    )


def test_a_number_of_many_digits_is_a_query(tmp_path):
    cells, [line] = read(tmp_path, ["01", 1.2345678901234567e19])
    assert cells == [("01", "12345678901234600000")]
    assert line.startswith("QUERY RAW-PRECISION  x.xlsx row 1, B: The cell holds a number of more than 15 digits")
