"""The two types of value, as SAS has them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.engine.columns import (
    as_number,
    as_text,
    blank,
    blanks,
    by_combination,
    combinations,
    number,
    on_unique,
    position_in,
    text,
)
from onespec.engine.contract import Report


def test_text_is_never_missing():
    assert text(["a", None, ""]).tolist() == ["a", "", ""]
    assert text("x", 3).tolist() == ["x", "x", "x"] and text("x", 0).tolist() == []


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (5.0, "5"),
        (0.25, "0.25"),
        (-0.0, "0"),
        (1e15, "1000000000000000"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (8.84, "8.84"),
        (np.nan, ""),
    ],
)
def test_a_number_as_its_shortest_exact_text(value, shown):
    assert as_text(number([value])).tolist() == [shown]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_survives_its_text(value):
    assert as_number(as_text(number([value]))).tolist() == [value]


def test_texts_as_numbers():
    assert np.array_equal(as_number(text(["5", "", "x", "-1.50"])), [5, np.nan, np.nan, -1.5], equal_nan=True)


def test_blanks():
    assert blank(text(["", "a"])).tolist() == [True, False] and blank(number([np.nan, 0])).tolist() == [True, False]
    assert blanks(2).tolist() == ["", ""] and np.isnan(blanks(2, like_number=True)).all()


def test_a_function_is_called_once_a_distinct_value():
    calls = []
    assert on_unique(lambda v: calls.append(v) or v.upper(), text(["a", "b", "a"])).tolist() == ["A", "B", "A"]
    assert calls == ["a", "b"]


def test_the_type_of_an_empty_column_is_that_of_the_function():
    assert on_unique(lambda v: 1.0, text([])).dtype.kind == "f"
    assert on_unique(lambda v: v, text([])).dtype == text([]).dtype


def test_combinations_count_in_order_of_appearance():
    codes, first = combinations([text(["a", "b", "a", "a"]), number([1, 1, 1, np.nan])])
    assert (codes.tolist(), first.tolist()) == ([0, 1, 0, 2], [0, 1, 3])


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([1.0, 2.0, np.nan]))))
def test_a_function_of_whole_columns_is_the_same_by_combination(rows):
    columns = text([r[0] for r in rows]), number([r[1] for r in rows])
    join = lambda a, b: a + as_text(b)  # noqa: E731
    assert by_combination(join, *columns).tolist() == join(*columns).tolist()


def test_positions_in_a_register():
    assert position_in(text(["b", "c", ""]), text(["a", "b", "b"])).tolist() == [1, -1, -1]


@pytest.mark.parametrize("rows", [np.array([False, True, True]), [1, 2], np.array([1, 2])])
def test_a_report_takes_masks_and_positions(rows):
    report = Report()
    report.query("X-Y", "m", "f", rows)
    report.stop("X-Z", "m", "f", np.zeros(3, bool))
    [(level, rule, _, _, at, values)] = report.entries
    assert (level, rule, at.tolist(), values) == ("query", "X-Y", [1, 2], None)
