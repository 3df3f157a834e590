"""Cells of a workbook as a reader sees them, and what he cannot see."""

import zipfile

import openpyxl
import pytest

from onespec.engine.sheets import Doubt, NoWorkbook, read_sheet, sheet_names, shown_otherwise


def workbook(path, *rows, formats=()):
    """Rows from A1 on, and formats of the second row's cells."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for place, format_ in enumerate(formats, start=1):
        sheet.cell(2, place).number_format = format_
    book.save(path)
    return path


def replaced(path, old, new):
    """The same workbook with another text in its sheet."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(path, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data.replace(old, new) if name.startswith("xl/worksheets/") else data)
    return path


def read(path):
    sheet = read_sheet(path, "Sheet")
    return sheet.cells, sheet.doubts


def test_a_formula_without_a_result(tmp_path):
    path = workbook(tmp_path / "a.xlsx", ["A", "B"], [1, "=2+3"])
    assert read(path) == ([["A", "B"], [1, "=2+3"]], [Doubt("formula", 1, 1, "=2+3")])


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (b'<c r="B2"><f>2+3</f><v>5</v></c>', 5),
        (b'<c r="B2" t="str"><f>""</f><v></v></c>', ""),  # the result is the empty text
        (b'<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
    ],
)
def test_a_formula_with_a_result(tmp_path, cell, value):
    path = workbook(tmp_path / "a.xlsx", ["A", "B"], [1, "=2+3"])
    assert read(replaced(path, b'<c r="B2"><f>2+3</f><v></v></c>', cell)) == ([["A", "B"], [1, value]], [])


def test_errors_are_no_blanks(tmp_path):
    path = workbook(tmp_path / "a.xlsx", ["A", "B", "C"], ["#N/A", None, "#DIV/0!"])
    assert read(path) == ([["A", "B", "C"], ["#N/A", "", "#DIV/0!"]], [])


@pytest.mark.parametrize(
    ("format_", "number", "cell", "kinds"),
    [
        ("0000", 101, "0101", []),
        ("0000", -7, "-0007", []),
        ("000000;-000000", 101, "000101", []),
        ("00.0", 1.25, 1.25, ["shown"]),
        ("0.00", 1.256, 1.256, []),
        ("#,##0", 1200, 1200, []),
        ("0%", 0.35, 0.35, ["shown"]),
        ('"S-"000', 7, 7, ["shown"]),
        ("0,", 12000, 12000, ["shown"]),
    ],
)
def test_formats(tmp_path, format_, number, cell, kinds):
    cells, doubts = read(workbook(tmp_path / "a.xlsx", ["A"], [number], formats=[format_]))
    assert (cells[1][0], [d.kind for d in doubts]) == (cell, kinds)


@pytest.mark.parametrize(
    ("stored", "cell"),
    [
        (b"12345678901234567890", "12345678901234567890"),  # the digits of the file
        (b"1.23456789012346E+19", "12345678901234600000"),  # as Excel keeps it
    ],
)
def test_numbers_of_many_digits(tmp_path, stored, cell):
    path = replaced(workbook(tmp_path / "a.xlsx", ["A"], [4711]), b"<v>4711</v>", b"<v>" + stored + b"</v>")
    assert read(path) == ([["A"], [cell]], [Doubt("digits", 1, 0, cell)])


@pytest.mark.parametrize(
    ("format_", "otherwise"),
    [
        ("General", False),
        ("@", False),
        ("0.00E+00", False),
        ("# ?/?", False),
        ("# ??/??", False),
        ("#,##0_);(#,##0)", False),
        ("#,##0;[Red]-#,##0", False),
        ("[hh]:mm:ss", False),
        ("dd\\-mmm\\-yyyy", False),
        ('0.0" mg"', True),
        ("0.00%", True),
    ],
)
def test_which_formats_show_another_number(format_, otherwise):
    assert shown_otherwise(format_) == otherwise


def test_a_file_that_is_no_workbook(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"A,B\n")
    with pytest.raises(NoWorkbook):
        sheet_names(tmp_path / "a.xlsx")


@pytest.mark.parametrize("size", [b"A1", b"A1:B1", b"A1:Z99"])
def test_a_sheet_that_is_not_as_large_as_it_says(tmp_path, size):
    path = workbook(tmp_path / "a.xlsx", ["A", "B"], [1, "#N/A"], [2, "=1+1"])
    path = replaced(path, b'<dimension ref="A1:B3"', b'<dimension ref="' + size + b'"')
    cells, doubts = read(path)
    assert [row[:2] for row in cells[:3]] == [["A", "B"], [1, "#N/A"], [2, "=1+1"]]
    assert [(d.row, d.column) for d in doubts] == [(2, 1)]


def test_a_sheet_that_does_not_begin_in_its_corner(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [None, None], [None, "=1+1"], [None, "#N/A"])
    assert read(path) == ([["", ""], ["", "=1+1"], ["", "#N/A"]], [Doubt("formula", 1, 1, "=1+1")])


def test_a_workbook_whose_formats_are_damaged(tmp_path):
    path = workbook(tmp_path / "a.xlsx", ["A"], ["=1+1"])
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(path, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data.replace(b'patternType="gray125"', b'patternType="odd"'))
    with pytest.raises(NoWorkbook, match="its formats or formulas cannot be read"):
        read(path)
