"""Values as Arrow and as JSON."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.engine.xpt.ibm import special_missing
from onespec.engine.xpt.stream import read_xpt_cells
from onespec.engine.xpt.writer import XptVariable, write_xpt
from onespec.submission.exchange.arrays import lines, tokens, type_of, values
from onespec.submission.exchange.columns import Column

NAN = float("nan")


def cells(values: list, kind: str):
    """The cells of a variable V, from a transport file; ID fills rows that are blank."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.xpt"
        series = pd.Series(values, dtype="float64" if kind == "Num" else "str")
        variables = [XptVariable("V", "", kind, 8 if kind == "Num" else 200), XptVariable("ID", "", "Char", 1)]
        frame = pd.DataFrame({"V": series, "ID": ["1"] * len(values)})
        write_xpt(path, "X", "", variables, [frame], created=datetime.datetime(2027, 1, 1), encoding="utf-8")
        ((_, got),) = read_xpt_cells(path, 1000)
        return got["V"]


def column(kind: str, target: str = "") -> Column:
    return Column("IT.X.V", "V", "", kind, target)


@pytest.mark.parametrize(
    ("kind", "target", "given_", "written"),
    [
        (
            "string",
            "",
            ["A", "", 'say "hi"', "back\\slash", "中文"],
            ['"A"', '""', '"say \\"hi\\""', '"back\\\\slash"', '"中文"'],
        ),
        ("date", "", ["2027-01-02", ""], ['"2027-01-02"', "null"]),
        ("integer", "", [1.0, NAN, -3.0], ["1", "null", "-3"]),
        ("float", "", [0.1, 5.0, NAN, 1e-7, special_missing("B")], ["0.1", "5", "null", "1e-7", "null"]),
        ("date", "integer", [0.0, -1.0, 24440.0, NAN], ['"1960-01-01"', '"1959-12-31"', '"2026-11-30"', "null"]),
        ("date", "integer", [-715509.0], ['"0001-01-01"']),
        ("datetime", "integer", [0.0, 86461.0, NAN], ['"1960-01-01T00:00:00"', '"1960-01-02T00:01:01"', "null"]),
        ("time", "integer", [0.0, 86399.0], ['"00:00:00"', '"23:59:59"']),
    ],
)
def test_tokens(kind, target, given_, written):
    of = "Char" if isinstance(given_[0], str) else "Num"
    assert tokens(column(kind, target), cells(given_, of)).to_pylist() == written


@given(st.lists(st.floats(1e-70, 1e70) | st.floats(-1e70, -1e-70) | st.integers(-10, 10).map(float), min_size=1))
def test_a_number_is_the_double_again(numbers):
    written = tokens(column("float"), cells(numbers, "Num")).to_pylist()
    assert [float(json.loads(each)) for each in written] == numbers


@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20), min_size=1))
def test_a_text_is_the_text_again(texts):
    written = tokens(column("string"), cells(texts, "Char")).to_pylist()
    assert [json.loads(each) for each in written] == [text.rstrip(" \0") for text in texts]


@pytest.mark.parametrize(
    ("kind", "target", "arrow"),
    [
        ("string", "", pa.string()),
        ("date", "", pa.string()),
        ("date", "integer", pa.date32()),
        ("datetime", "integer", pa.timestamp("s")),
        ("time", "integer", pa.time32("s")),
        ("integer", "", pa.int64()),
        ("float", "", pa.float64()),
    ],
)
def test_type(kind, target, arrow):
    assert type_of(column(kind, target)) == arrow


def test_values():
    assert values(column("date", "integer"), cells([24440.0, NAN], "Num")).to_pylist() == [
        datetime.date(2026, 11, 30),
        None,
    ]
    assert values(column("string"), cells(["A", ""], "Char")).to_pylist() == ["A", ""]
    assert values(column("integer"), cells([3.0, NAN], "Num")).to_pylist() == [3, None]


def test_lines():
    both = {"V": cells(["A", "B"], "Char"), "N": cells([1.0, np.nan], "Num")}
    columns = [column("string"), Column("IT.X.N", "N", "", "float")]
    assert lines(columns, both, 2) == b'["A",1]\n["B",null]\n'
    assert lines(columns, both, 0) == b""
