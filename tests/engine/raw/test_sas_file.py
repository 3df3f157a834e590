"""SAS files as raw forms: no row and no cell is lost, and none is invented."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from onespec.engine.findings import Findings
from onespec.engine.raw.files import read_form
from onespec.engine.spec.forms import Field, Form
from onespec.engine.xpt.ibm import special_missing
from onespec.engine.xpt.writer import XptVariable, write_xpt

CREATED = datetime.datetime(2025, 1, 1)
SAS7BDAT = Path(__file__).parents[2] / "qc" / "data" / "ae.sas7bdat"  # with .A in AVAL; AESTDT has DATE9.


def contract(file: str = "x.xpt", encoding: str = "", **types: str) -> Form:
    names = list(types or {"A": "", "B": ""})
    return Form(
        "x",
        {},
        (file,),
        encoding,
        "",
        (names[0],),
        (names[0],),
        {n: Field(n, {}, types.get(n) or "text") for n in names},
    )


def read(folder: Path, form: Form) -> tuple[list | None, list[str]]:
    findings = Findings()
    rows = read_form(form, folder, findings)
    told = [f.text() for f in findings]
    return (None if rows is None else [tuple(r) for r in rows.cells.rows()]), told


def write(path: Path, format_: str = "", a=("01", "02"), b=(5.0, np.nan), names=("A", "B"), kind: str = "Num") -> Path:
    rows = pd.DataFrame({names[0]: pd.Series(a, dtype="str"), names[1]: pd.Series(b)})
    variables = [XptVariable(names[0], "", "Char", 7), XptVariable(names[1], "", kind, 8, format_)]
    write_xpt(path, "X", "", variables, [rows], created=CREATED)
    return path


@pytest.mark.parametrize("cut", [80, 81, 161])
def test_a_file_cut_in_the_middle_is_a_stop(tmp_path, cut):
    whole = write(tmp_path / "x.xpt", a=[f"{i:02}" for i in range(30)], b=np.arange(30.0)).read_bytes()
    (tmp_path / "x.xpt").write_bytes(whole[:-cut])
    rows, [line] = read(tmp_path, contract())
    assert rows is None
    assert line.startswith("STOP  RAW-FILE  x.xpt") and line.endswith("Fix: Get the file again from its source.")


@pytest.mark.parametrize("second", [["03"], []])
def test_a_second_dataset_is_a_stop_even_without_rows(tmp_path, second):
    one = write(tmp_path / "x.xpt").read_bytes()
    other = write(tmp_path / "y.xpt", a=second, b=[1.0] * len(second)).read_bytes()
    (tmp_path / "y.xpt").unlink()
    (tmp_path / "x.xpt").write_bytes(one + other[240:])  # without the records of the library
    assert read(tmp_path, contract()) == (
        None,
        ["STOP  RAW-FILE  x.xpt: The file holds more than one dataset. Fix: Export each one alone."],
    )


def test_special_missing_values_are_cells(tmp_path):
    write(tmp_path / "x.xpt", a=["01", "02", "03", "04"], b=[special_missing("A"), np.nan, special_missing("_"), 0.0])
    assert read(tmp_path, contract()) == ([("01", ".A"), ("02", ""), ("03", "._"), ("04", "0")], [])


@pytest.mark.parametrize(
    ("format_", "value", "cell"),
    [
        ("DATE9.", 22284.0, "2021-01-04"),
        ("YYMMDD10.", 0.0, "1960-01-01"),
        ("E8601DA10.", -1.0, "1959-12-31"),
        ("DATE9.", 22284.5, "22284.5"),  # no day
        ("DATETIME20.", 22284 * 86400.0, "2021-01-04T00:00:00"),
        ("E8601DT19.", 22284 * 86400.0 + 30600.25, "2021-01-04T08:30:00.25"),
        ("TIME8.", 30600.0, "08:30:00"),
        ("TIME5.", 30600.0, "08:30"),
        ("TIME5.", 30601.0, "08:30:01"),
        ("TIME8.", 86400.0, "86400"),  # no time of day
        ("8.2", 22284.0, "22284"),
        ("", 0.1 + 0.2, "0.30000000000000004"),
    ],
)
def test_the_format_says_what_a_number_counts(tmp_path, format_, value, cell):
    write(tmp_path / "x.xpt", format_, a=["01"], b=[value])
    assert read(tmp_path, contract()) == ([("01", cell)], [])


def test_a_date_may_be_kept_as_the_date_time_of_its_midnight(tmp_path):
    write(tmp_path / "x.xpt", "DATETIME20.", b=[22284 * 86400.0, 22284 * 86400.0 + 60])
    assert read(tmp_path, contract(A="text", B="date"))[0] == [("01", "2021-01-04"), ("02", "2021-01-04T00:01:00")]


def test_names_are_the_same_in_capitals_and_in_small_letters(tmp_path):
    write(tmp_path / "x.xpt")
    assert read(tmp_path, contract(a="text", b="text"))[0] == [("01", "5"), ("02", "")]


@pytest.mark.parametrize(
    ("encoding", "word"), [("cp1252", "né"), ("gbk", "声"), ("shift_jis", "ソ"), ("utf-8", "µ"), ("", "µ")]
)
def test_texts_in_the_declared_encoding(tmp_path, encoding, word):
    blank = write(tmp_path / "x.xpt", a=["01"], b=["WORD"], kind="Char").read_bytes()
    raw = word.encode(encoding or "utf-8")
    (tmp_path / "x.xpt").write_bytes(blank.replace(b"WORD    ", raw.ljust(8)))
    assert read(tmp_path, contract(encoding=encoding)) == ([("01", word)], [])


def test_texts_in_another_encoding_are_a_stop(tmp_path):
    blank = write(tmp_path / "x.xpt", a=["01"], b=["WORD"], kind="Char").read_bytes()
    (tmp_path / "x.xpt").write_bytes(blank.replace(b"WORD    ", "né".encode("cp1252").ljust(8)))
    rows, [line] = read(tmp_path, contract())
    assert rows is None and line.startswith("STOP  RAW-ENCODING  x.xpt row 1, B: The bytes b'n\\xe9")


def test_a_sas7bdat_keeps_the_same_promises(tmp_path):
    (tmp_path / "x.sas7bdat").write_bytes(SAS7BDAT.read_bytes())
    form = contract("x.sas7bdat", USUBJID="text", AESEQ="number", AESTDT="date", aval="number")
    assert read(tmp_path, form) == (
        [("1", "1", "2025-09-16", "0.1"), ("1", "2", "2025-09-17", ".A"), ("2", "1", "", "-5")],
        [],
    )
    (tmp_path / "x.sas7bdat").write_bytes(SAS7BDAT.read_bytes()[:-100])
    assert read(tmp_path, form)[1] == [
        "STOP  RAW-FILE  x.sas7bdat: The file cannot be read: Unable to read from file. Fix: Export it again."
    ]


def test_version_8(tmp_path):
    rows = pd.DataFrame({"A_long_name": ["01", "02"], "B": [5.0, None]})
    pyreadstat.write_xport(rows, tmp_path / "x.xpt", table_name="X", file_format_version=8)
    assert read(tmp_path, contract(A_LONG_NAME="text", B="number")) == ([("01", "5"), ("02", "")], [])
