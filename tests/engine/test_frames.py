"""Columns of equal length side by side."""

from __future__ import annotations

import numpy as np
import pytest

from onespec.engine.columns import number, text
from onespec.engine.frames import Frame, side_by_side, table_of

FRAME = Frame({"SUBJECT": text(["01", "02", "01"]), "AGE": number([30, np.nan, 50])}, name="dm")


def test_rows_and_columns():
    assert (len(FRAME), list(FRAME), FRAME.columns, "AGE" in FRAME) == (3, ["SUBJECT", "AGE"], ["SUBJECT", "AGE"], True)
    assert FRAME["AGE"][2] == FRAME.row(2)["AGE"] == 50
    assert list(FRAME.only(["SUBJECT"]).rows()) == [("01",), ("02",), ("01",)]


def test_some_rows():
    for rows in ([2, 0], np.array([2, 0])):
        assert list(FRAME.take(rows).rows()) == [("01", 50), ("01", 30)]
    assert list(FRAME.take(FRAME["AGE"] > 40).rows()) == [("01", 50)]
    none = FRAME.take([-1])
    assert none["SUBJECT"].tolist() == [""] and none["AGE"].isna().all() and none.name == "dm"


def test_a_frame_without_columns_may_have_rows():
    assert (len(Frame(rows=2)), bool(Frame(rows=2)), len(Frame())) == (2, False, 0)
    assert len(Frame(rows=2).take([1])) == 1 and list(Frame(rows=2).rows()) == []


def test_the_first_row_of_each_combination():
    assert FRAME.first_of("SUBJECT").tolist() == [0, 1] and FRAME.first_of("SUBJECT", "AGE").tolist() == [0, 1, 2]


def test_an_unknown_column_is_told_with_those_that_there_are():
    with pytest.raises(KeyError, match="dm has no column SEX; it has SUBJECT, AGE"):
        FRAME["SEX"]
    with pytest.raises(KeyError, match="it has no columns"):
        Frame()["SEX"]


def test_columns_side_by_side():
    assert list(side_by_side(dict(FRAME.items()), np.array([1])).only(["SUBJECT"]).rows()) == [("02",)]


def test_a_long_table_holds_texts():
    table = table_of([{"A": "1"}, {"A": "2", "B": "x"}], "lb_tests")
    assert (list(table), list(table.rows()), table.name) == (["A", "B"], [("1", ""), ("2", "x")], "lb_tests")
    assert (len(table_of([])), list(table_of([]))) == (0, [])
