"""Reading raw files: every cell as text, in the declared encoding, columns as declared."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.engine.columns import number, text
from onespec.engine.findings import Findings
from onespec.engine.frames import Frame
from onespec.engine.raw.files import RawRows, Strangers, read_form, undeclared_files
from onespec.engine.spec.forms import Field, Form
from onespec.engine.xpt.writer import XptVariable, write_xpt


@pytest.fixture(autouse=True, params=["whole", "in blocks"])
def blocks(request, monkeypatch):
    """What is read at once, or a few bytes at a time, gives the same."""
    if request.param == "in blocks":
        monkeypatch.setattr("onespec.engine.raw.encodings.BLOCK", 5)
        monkeypatch.setattr("onespec.engine.raw.csv_file.BLOCK", 16)
        monkeypatch.setattr("onespec.engine.raw.xlsx_file._ROWS", 1)


def contract(file: str = "x.csv", encoding: str = "utf-8", fields: str = "A B", sheet: str = "") -> Form:
    names = fields.split()
    return Form("x", {}, (file,), encoding, sheet, (names[0],), (names[0],), {n: Field(n, {}, "text") for n in names})


def read(folder: Path, data: bytes, form: Form | None = None) -> tuple[list | None, list[str]]:
    """The cells with the number of their row in front, and the findings."""
    form = form or contract()
    (folder / form.file).write_bytes(data)
    findings = Findings()
    rows = read_form(form, folder, findings)
    told = [f.text() for f in findings]
    if rows is None:
        return None, told
    return [[int(n), *row] for n, row in zip(rows.numbers, rows.cells.rows(), strict=True)], told


# -- CSV -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"A,B\n1,x\n2,y\n", [[1, "1", "x"], [2, "2", "y"]]),
        (b"A,B\n1,x\n2,y", [[1, "1", "x"], [2, "2", "y"]]),
        (b"A,B\r\n1,x\r\n", [[1, "1", "x"]]),
        (b"A,B\r1,x\r", [[1, "1", "x"]]),
        (b"B,A\n1,x\n", [[1, "x", "1"]]),
        (b'A,B\n1,"x, ""y""\nz"\n2,w\n', [[1, "1", 'x, "y"\nz'], [2, "2", "w"]]),
        (b'A,B\n1,5" tube\n2,y\n', [[1, "1", '5" tube'], [2, "2", "y"]]),
        (
            b'A,B\n1,NA\n2,null\n3,#N/A\n4,NaN\n5,""\n',
            [[1, "1", "NA"], [2, "2", "null"], [3, "3", "#N/A"], [4, "4", "NaN"], [5, "5", ""]],
        ),
        (b"A,B\n010,1e5\nTRUE,2021-01-01\n", [[1, "010", "1e5"], [2, "TRUE", "2021-01-01"]]),
        (b"A,B\n1,x\n\n,\n  , \n2,y\n\n", [[1, "1", "x"], [5, "2", "y"]]),
        (b"A,B\n", []),
        (b"A,B", []),
    ],
)
def test_every_cell_is_text_and_blank_rows_are_counted_but_not_read(tmp_path, data, rows):
    assert read(tmp_path, data) == (rows, [])


def test_a_cell_of_three_million_characters(tmp_path):
    rows, findings = read(tmp_path, b"A,B\n1," + b"x" * 3_000_000 + b"\n2,y\n")
    assert ([len(row[2]) for row in rows], findings) == ([3_000_000, 1], [])


@pytest.mark.parametrize(
    ("encoding", "codec"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("utf-16", "utf-16")],
)
def test_the_declared_encoding(tmp_path, encoding, codec):
    data = "受试者,B\n01,声音嘶哑\n02,모\n".encode(codec)
    assert read(tmp_path, data, contract(encoding=encoding, fields="受试者 B")) == (
        [[1, "01", "声音嘶哑"], [2, "02", "모"]],
        [],
    )


@pytest.mark.parametrize(
    ("encoding", "word"),
    [
        ("cp1252", "né – 5 °C"),
        ("iso8859-15", "€"),
        ("gbk", "声音"),
        ("shift_jis", "ソ表"),
        ("big5", "聲音"),
        ("euc_jp", "音"),
    ],
)
def test_any_encoding_that_python_knows(tmp_path, encoding, word):
    data = f"A,B\n1,{word}\n"
    form = contract(encoding=encoding)
    assert read(tmp_path, data.encode(encoding), form) == ([[1, "1", word]], [])
    rows, [line] = read(tmp_path, data.encode(), form)  # UTF-8 is seen to be it, though its bytes may be characters
    assert rows is None and line.startswith("STOP  RAW-ENCODING  x.csv")


def test_bytes_that_the_declared_encoding_does_not_have(tmp_path):
    rows, [line] = read(tmp_path, b"A,B\n1,x\n2,\x81\n", contract(encoding="cp1252"))
    assert rows is None
    assert line.startswith("STOP  RAW-ENCODING  x.csv row 2: Byte 11 of the file (81) is not cp1252.")


IT_MAY_BE = "correct 'encoding:' in crf.yaml or export again."
NONE_OF = "It is neither utf-8 nor gb18030; declare its 'encoding:' in crf.yaml or export again."


@pytest.mark.parametrize(
    ("declared", "data", "line"),
    [
        (
            "utf-8",
            "A,B\n1,声\n".encode("gb18030"),
            f"row 1: Byte 7 of the file (c9) is not utf-8. Fix: It may be gb18030; {IT_MAY_BE}",
        ),
        (
            "utf-8",
            "A,B\n1,x\n".encode("utf-8-sig"),
            ": The file is declared utf-8 and starts with a UTF-8 byte-order mark. "
            f"Fix: It may be utf-8-sig; {IT_MAY_BE}",
        ),
        (
            "utf-8-sig",
            b"A,B\n1,x\n",
            f": The file is declared utf-8-sig and has no byte-order mark. Fix: It may be utf-8; {IT_MAY_BE}",
        ),
        (
            "gb18030",
            "A,B\n1,声音嘶哑症状\n".encode(),
            f": The file is declared gb18030 and is utf-8 throughout. Fix: It may be utf-8; {IT_MAY_BE}",
        ),
        ("utf-8", "A,B\n1,x\n".encode("utf-16"), f": Byte 1 of the file (ff) is not utf-8. Fix: {NONE_OF}"),
        ("utf-8", b"A,B\n1,\xff\xff\n", f"row 1: Byte 7 of the file (ff) is not utf-8. Fix: {NONE_OF}"),
    ],
)
def test_another_encoding_than_declared(tmp_path, declared, data, line):
    assert read(tmp_path, data, contract(encoding=declared)) == (
        None,
        [f"STOP  RAW-ENCODING  x.csv{' ' * line.startswith('row')}{line}"],
    )


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1))
def test_chinese_texts_of_any_length_are_told_apart(tmp_path_factory, words):
    folder = tmp_path_factory.mktemp("raw")
    assert read(folder, f"A,B\n1,{words}\n".encode("gb18030"), contract(encoding="gb18030")) == ([[1, "1", words]], [])
    assert read(folder, f"A,B\n1,{words}\n".encode(), contract(encoding="gb18030"))[0] is None


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (
            b"A,B\n1\n2,y\n3,z,w\n",
            [
                "STOP  RAW-ROW  x.csv row 1: The row has 1 cells, the header 2. "
                "Fix: Quote delimiters and line breaks inside cells.",
                "STOP  RAW-ROW  x.csv row 3: The row has 3 cells, the header 2. "
                "Fix: Quote delimiters and line breaks inside cells.",
            ],
        ),
        (
            b'A,B\n1,"x\n2,y\n',
            [
                "STOP  RAW-ROW  x.csv: A quotation mark opens a cell that never ends. "
                "Fix: Close it, or double the quotation marks that stand inside a cell."
            ],
        ),
        (b"", ["STOP  RAW-FILE  x.csv: The file is empty. Fix: Export it again."]),
        (b"\n \n", ["STOP  RAW-FILE  x.csv: The file is empty. Fix: Export it again."]),
        (
            b"A,C\n1,2\n",
            [
                "STOP  RAW-COLUMN  x.csv, B: The column 'B' of form 'x' is missing. "
                "Fix: Correct the export or crf.yaml.",
                "STOP  RAW-EXTRA-COLUMN  x.csv, C: crf.yaml does not know the column 'C'. "
                "Fix: Add the field to form 'x', or say under its 'ignore:' why it is left aside.",
            ],
        ),
        (
            b"A,B,A\n1,2,3\n",
            ["STOP  RAW-COLUMN  x.csv, A: The column 'A' stands twice. Fix: Rename one in the export."],
        ),
    ],
)
def test_a_file_that_is_not_as_agreed(tmp_path, data, lines):
    assert read(tmp_path, data) == (None, lines)


# -- workbooks -------------------------------------------------------------------------------------


def workbook(folder: Path, *rows: list, sheet: str = "AE") -> None:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(folder / "x.xlsx")


def read_workbook(folder: Path, form: Form | None = None) -> tuple[list | None, list[str]]:
    return read(folder, (folder / "x.xlsx").read_bytes(), form or contract("x.xlsx"))


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (5, "5"),
        (5.0, "5"),
        (0.1, "0.1"),
        (0.1 + 0.2, "0.3"),
        (0.00001, "0.00001"),
        (12345678901234, "12345678901234"),
        (-2.5, "-2.5"),
        ("005", "005"),
        (True, "TRUE"),
        ("#N/A", "#N/A"),
        (None, ""),
        ("", ""),
        ("头痛", "头痛"),
        ("=", "="),
        (datetime.date(2025, 8, 3), "2025-08-03"),
        (datetime.datetime(2025, 8, 3, 9, 30), "2025-08-03T09:30"),
        (datetime.datetime(2025, 8, 3, 9, 30, 15), "2025-08-03T09:30:15"),
        (datetime.time(9, 30), "09:30"),
    ],
)
def test_a_cell_of_a_workbook_reads_as_it_shows(tmp_path, cell, shown):
    workbook(tmp_path, ["A", "B"], ["01", cell])
    assert read_workbook(tmp_path) == ([[1, "01", shown]], [])


def test_blank_rows_and_columns_of_a_workbook(tmp_path):
    workbook(tmp_path, ["A", "B", None], ["01", "x", None], [None, None, None], ["02", None, None])
    assert read_workbook(tmp_path) == ([[1, "01", "x"], [3, "02", ""]], [])


def test_a_column_without_a_name_that_holds_something(tmp_path):
    workbook(tmp_path, ["A", "B", None], ["01", "x", "stray"])
    assert read_workbook(tmp_path) == (
        None,
        [
            "STOP  RAW-EXTRA-COLUMN  x.xlsx: A column without a name holds data. "
            "Fix: Name it in the export, and add the field to form 'x'."
        ],
    )


def test_a_sheet_that_is_not_there(tmp_path):
    workbook(tmp_path, ["A", "B"], sheet="Adverse")
    assert read_workbook(tmp_path, contract("x.xlsx", sheet="Advers")) == (
        None,
        ["STOP  RAW-SHEET  x.xlsx: There is no sheet 'Advers'. Fix: Did you mean 'Adverse'?"],
    )


def test_a_workbook_that_is_none(tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"A,B\n1,2\n")
    rows, [line] = read_workbook(tmp_path)
    assert (
        rows is None
        and line.startswith("STOP  RAW-FILE  x.xlsx: The workbook cannot be read: ")
        and line.endswith(" Fix: Export it again.")
    )


# -- SAS -------------------------------------------------------------------------------------------


def test_a_transport_file(tmp_path):
    variables = [XptVariable("A", "", "Char", 8), XptVariable("B", "", "Num", 8)]
    frame = Frame({"A": text(["01", "02"]), "B": number([5.0, np.nan])})
    write_xpt(tmp_path / "x.xpt", "X", "", variables, [frame], created=datetime.datetime(2025, 1, 1))
    assert read(tmp_path, (tmp_path / "x.xpt").read_bytes(), contract("x.xpt")) == ([[1, "01", "5"], [2, "02", ""]], [])


def test_a_sas_file_that_is_none(tmp_path):
    rows, [line] = read(tmp_path, b"no dataset", contract("x.sas7bdat"))
    assert rows is None and line.startswith("STOP  RAW-FILE  x.sas7bdat: The file cannot be read: ")


# -- the export as a whole -------------------------------------------------------------------------


def test_a_file_of_a_type_that_is_not_read(tmp_path):
    assert read(tmp_path, b"", contract("x.ods")) == (
        None,
        ["STOP  RAW-FILE  x.ods: Files of type '.ods' are not read. Fix: Known: .csv, .xlsx, .sas7bdat, .xpt, .xml."],
    )


def test_files_that_no_form_reads(tmp_path):
    for name in ("x.csv", "y.csv", "notes.txt", ".hidden"):
        (tmp_path / name).touch()
    findings = Findings()
    assert undeclared_files({"x": contract()}, tmp_path, findings) == ["notes.txt", "y.csv"]
    assert [f.text() for f in findings] == [
        f"STOP  RAW-EXTRA-FILE  {n}: No form of crf.yaml reads this file. "
        "Fix: Add a form, or say under 'ignore:' of crf.yaml why it is left aside."
        for n in ("notes.txt", "y.csv")
    ]


def test_a_missing_file_may_be_one_that_no_form_reads(tmp_path):
    (tmp_path / "xx.csv").touch()
    findings = Findings()
    assert read_form(contract(), tmp_path, findings, ["xx.csv"]) is None
    assert [f.text() for f in findings] == [
        "STOP  RAW-FILE  x.csv: The file of form 'x' is missing. "
        "Fix: Is it 'xx.csv'? Correct 'file:' in crf.yaml or the export."
    ]


def test_rows_of_unknown_subjects():
    rows = RawRows(Frame({"A": text(["01", "0l", ""]), "B": text(["x", "y", "z"])}), np.array([4, 5, 6]))
    findings = Findings()
    strangers = Strangers(text(["01", "02"]))
    assert strangers.subjects(contract(), rows, rows.cells["A"]).tolist() == [0, -1, -1]
    strangers.tell(contract(), findings)
    assert [f.text() for f in findings] == [
        "QUERY RAW-SUBJECT  x.csv row 5, A [subject 0l]: Subject '0l' is not in the register of subjects; "
        "the row is refused. Fix: Is it '02'? Correct the subject in the CRF.",
        "QUERY RAW-SUBJECT  x.csv row 6, A: The row names no subject; it is refused. "
        "Fix: Correct the subject in the CRF.",
    ]


def test_many_unknown_subjects_are_told_without_guesses():
    cells = Frame({"A": text([f"9{i:03}" for i in range(500)]), "B": text([""] * 500)})
    findings = Findings()
    strangers = Strangers(text([f"{i:04}" for i in range(5000)]))
    strangers.subjects(contract(), RawRows(cells, np.arange(500)), cells["A"])
    strangers.tell(contract(), findings)
    assert {f.fix for f in findings.queries} == {"Correct the subject in the CRF."}
    assert [f.text() for f in findings.stops] == [
        "STOP  RAW-SUBJECT  x.csv, A: No row of form 'x' has a subject of the register; all 500 are refused. "
        "Fix: Correct 'subject:' of the form in crf.yaml, or its subject numbers in the export."
    ]
