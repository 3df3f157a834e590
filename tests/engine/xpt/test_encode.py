"""Columns of the engine as transport files, to the byte."""

import datetime
import subprocess
import sys

import numpy as np
import pytest

from onespec.engine.columns import number, text
from onespec.engine.findings import Stopped
from onespec.engine.frames import Frame
from onespec.engine.xpt.encode import Cells, Words, side_by_side
from onespec.engine.xpt.writer import XptVariable, write_xpt

ID, AGE = XptVariable("ID", "Subject", "Char", 2), XptVariable("AGE", "Age", "Num", 8)
DATA = 80 * 8 + 320 + 80  # after two namestrs; one fills two records


def write(path, variables, frame):
    write_xpt(path, "DM", "", variables, [frame], created=datetime.datetime(2027, 12, 1))
    return path.read_bytes()[DATA if len(variables) == 2 else DATA - 160 :]


def cells(codes, *texts):
    return Cells(np.array(codes, np.int32), np.array(texts, "S").view(f"V{len(texts[0])}"))


def test_texts_beside_one_another():
    both = cells([0, 1, 1], b"F ", b"M ").beside(cells([2, 0, 1], b"A", b"B", b"C"))
    assert both.rows(0, 3).tolist() == [b"F C", b"M A", b"M B"]
    assert both.rows(1, 2).tolist() == [b"M A"]
    assert both.cells.tolist() == [b"F A", b"F B", b"F C", b"M A", b"M B", b"M C"]


@pytest.mark.parametrize(("rows", "widths"), [(48, [3, 8, 2]), (47, [2, 1, 8, 2])])
def test_texts_are_put_beside_one_another_for_many_rows(rows, widths):
    """Six combinations for 48 rows; a number separates texts."""
    columns = [cells([0], b"F ", b"M "), cells([0], b"A", b"B", b"C"), Words(np.zeros(1, np.uint64)), cells([0], b"XY")]
    assert [np.dtype(c.kind).itemsize for c in side_by_side(columns, rows)] == widths


def test_rows_of_several_texts_and_a_number(tmp_path):
    sexes, arms = ["F", "M"] * 50_000, ["A", "PBO", "", "B"] * 25_000
    columns = {
        "SEX": text(sexes),
        "ARM": text(arms),
        "AGE": number(61.0, 100_000),
        "ID": text(map(str, range(100_000))),
    }
    variables = [
        XptVariable("SEX", "", "Char", 2),
        XptVariable("ARM", "", "Char", 3),
        AGE,
        XptVariable("ID", "", "Char", 6),
    ]
    write_xpt(tmp_path / "dm.xpt", "DM", "", variables, [Frame(columns)], created=datetime.datetime(2027, 12, 1))
    age = bytes.fromhex("423D000000000000")
    rows = [f"{sexes[i]:2}{arms[i]:3}".encode() + age + f"{i:<6}".encode() for i in range(100_000)]
    assert (tmp_path / "dm.xpt").read_bytes()[80 * 8 + 560 + 80 :] == b"".join(rows).ljust(1_900_000)


def test_columns_of_the_other_kind(tmp_path):
    frame = Frame({"ID": number([1.0]), "AGE": text(["61"]), "ARM": text(["A"])})
    with pytest.raises(Stopped) as caught:
        write(tmp_path / "dm.xpt", [ID, AGE], frame)
    assert [(f.rule, f.row, f.column, f.message) for f in caught.value.findings] == [
        ("XPT-COLUMNS", 1, "ARM", "The rows have a column that is not declared."),
        ("XPT-DTYPE", 1, "ID", "The column of the Char variable has dtype float64."),
        ("XPT-DTYPE", 1, "AGE", "The column of the Num variable has dtype str."),
    ]


def test_only_texts_that_stand_in_the_rows_are_checked(tmp_path):
    column = text(["too long", "half \ud800", "µ", "b", "a"])[3:]
    assert write(tmp_path / "dm.xpt", [ID], Frame({"ID": column})) == b"b a ".ljust(80)


def test_one_value_for_all_rows_and_no_rows(tmp_path):
    values = {"ID": text("a", 3), "AGE": number([1.0]).take([0, 0, 0])}
    row = b"a " + bytes.fromhex("4110000000000000")
    assert write(tmp_path / "dm.xpt", [ID, AGE], Frame(values)) == (row * 3).ljust(80)
    assert write(tmp_path / "dm.xpt", [ID, AGE], Frame(values).take([])) == b""
    wide = Frame({"ID": text("a", 2), "AGE": number([]).where([], 1.0).take([-1, -1])})
    assert write(tmp_path / "dm.xpt", [ID, AGE], wide) == ((b"a ." + bytes(7)) * 2).ljust(80)


@pytest.mark.slow
def test_columns_are_written_and_read_without_pandas(tmp_path):
    program = f"""
import sys, datetime
from onespec.engine.columns import number, text
from onespec.engine.frames import Frame
from onespec.engine.xpt.reader import read_columns
from onespec.engine.xpt.writer import XptVariable, write_xpt
path, variables = {str(tmp_path / "dm.xpt")!r}, [XptVariable("ID", "", "Char", 2), XptVariable("AGE", "", "Num", 8)]
frame = Frame({{"ID": text(["a", "b"]), "AGE": number([1, 2])}})
write_xpt(path, "DM", "", variables, [frame], created=datetime.datetime(2027, 1, 1))
assert list(read_columns(path)[1].rows()) == [("a", 1.0), ("b", 2.0)]
assert "pandas" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)
