"""What is asked of the values before the head of a file is written."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest

from onespec.engine.xpt.ibm import special_missing
from onespec.engine.xpt.stream import read_xpt_header
from onespec.engine.xpt.writer import XptVariable, write_xpt
from onespec.submission.exchange.measured import Measured, measure

CREATED = datetime.datetime(2027, 12, 1)


def measured(tmp_path, timed=None, **columns) -> Measured:
    frame = pd.DataFrame(columns)
    text = [n for n in frame if not pd.api.types.is_numeric_dtype(frame[n])]
    variables = [XptVariable(n, n, *(("Char", 30) if n in text else ("Num", 8))) for n in frame]
    write_xpt(tmp_path / "x.xpt", "X", "", variables, [frame], created=CREATED)
    header, _ = read_xpt_header(tmp_path / "x.xpt")
    return measure(tmp_path / "x.xpt", header, timed or {}, "utf-8")


def test_numbers(tmp_path):
    got = measured(
        tmp_path,
        WHOLE=[1.0, np.nan, -3.0],
        HALF=[0.5, 1.0, 2.0],
        LARGE=[2.0**53 * 4, 1.0, 1.0],
        BLANK=[np.nan, np.nan, np.nan],
        SPECIAL=[special_missing("A"), special_missing("_"), np.nan],
    )
    assert got.rows == 3
    assert got.broken == {"HALF", "LARGE"}
    assert (got.least["WHOLE"], got.most["WHOLE"]) == (-3, 1)
    assert "BLANK" not in got.least
    assert got.special == {"SPECIAL": 2}


@pytest.mark.parametrize(
    ("unit", "values", "fits"),
    [
        ("date", [0.0, 24440.0], True),
        ("date", [-715509.0, 2936549.0], True),  # 0001-01-01 and 9999-12-31
        ("date", [-715510.0], False),
        ("date", [0.5], False),
        ("date", [np.nan], True),
        ("datetime", [86399.0], True),
        ("datetime", [0.25], False),
        ("time", [0.0, 86399.0], True),
        ("time", [86400.0], False),
    ],
)
def test_a_date_is_one_where_every_number_is(tmp_path, unit, values, fits):
    got = measured(tmp_path, N=values, ID=["1"] * len(values))
    assert got.is_moment("N", unit) == fits


@pytest.mark.parametrize(
    ("kind", "values", "partial"),
    [
        ("date", ["2027-01-02", ""], False),
        ("date", ["2027-01", "2027-01-02"], True),
        ("datetime", ["2027-01-02T10:20:30", "2027-01-02T10:20:30+08:00"], False),
        ("datetime", ["2027-01-02T10:20"], True),
        ("time", ["10:20:30"], False),
    ],
)
def test_texts_that_are_dates(tmp_path, kind, values, partial):
    got = measured(tmp_path, {"DTC": kind}, DTC=values, ID=["1"] * len(values))
    assert (got.partial[kind] == {"DTC"}) == partial
