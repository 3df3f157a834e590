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
    column_of,
    combinations,
    concat,
    in_order,
    missing_last,
    number,
    on_unique,
    position_in,
    positions_in,
    repeated,
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
    assert blanks(2).tolist() == ["", ""] and blanks(2, like_number=True).isna().all()


def test_a_function_is_called_once_a_distinct_value():
    calls = []
    assert on_unique(lambda v: calls.append(v) or v.upper(), text(["a", "b", "a"])).tolist() == ["A", "B", "A"]
    assert calls == ["a", "b"]


def test_the_type_of_an_empty_column_is_that_of_the_function():
    assert on_unique(lambda v: 1.0, text([])).is_number
    assert not on_unique(lambda v: v, text([])).is_number


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


def test_positions_in_a_register_of_several_columns():
    values, register = [text(["a", "a", ""]), number([1, 2, np.nan])], [text(["", "a", "a"]), number([np.nan, 1, 1])]
    assert positions_in(values, register).tolist() == [1, -1, 0]
    assert (
        positions_in([text([])], [text(["a"])]).tolist()
        == positions_in([text([]), text([])], register[:1] * 2).tolist()
    )
    assert positions_in(values, [text([]), number([])]).tolist() == [-1, -1, -1]


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abcd")))
def test_positions_are_those_of_a_list(register, values):
    expected = [register.index(v) if v in register else -1 for v in values]
    assert position_in(text(values), text(register)).tolist() == expected
    several = [text(values), text(values)], [text(register), text(register)]
    assert positions_in(*several).tolist() == expected


def test_repeated_rows():
    assert repeated(text(["a", "b", "a"]), number([np.nan, 1, np.nan])).tolist() == [False, False, True]
    assert repeated(text([])).tolist() == []


def test_columns_one_below_the_other():
    assert concat([text(["b", ""]), text(["a", "b"])]).tolist() == ["b", "", "a", "b"]
    assert concat([number([1]), number([2])]).tolist() == [1, 2]
    assert concat([]).tolist() == []
    with pytest.raises(TypeError, match="a column of texts and one of numbers"):
        concat([text(["a"]), number([1])])


def test_rows_in_order_blanks_first_and_equal_rows_as_they_stand():
    assert in_order(text(["b", "", "a", "b"])).tolist() == [1, 2, 0, 3]
    assert in_order(number([2, np.nan, 1])).tolist() == [1, 2, 0]
    assert in_order(missing_last(number([2, np.nan, 1]))).tolist() == [2, 0, 1]
    assert in_order(missing_last(text(["b", ""]))).tolist() == [1, 0]
    assert in_order(np.array([1, 0, 0]), text(["x", "z", "y"])).tolist() == [2, 1, 0]


@given(st.lists(st.tuples(st.sampled_from(["", "2025", "2025-08", "é", "😀", "Z"]), st.integers(0, 3))))
def test_rows_are_in_the_order_of_their_tuples(rows):
    order = in_order(text([r[0] for r in rows]), number([r[1] for r in rows]))
    assert order.tolist() == sorted(range(len(rows)), key=rows.__getitem__)


def test_what_an_operation_gives_is_a_column():
    assert column_of(np.array([True, False])).tolist() == [1, 0]
    assert column_of(["a", None]).tolist() == ["a", ""]


@pytest.mark.parametrize("rows", [np.array([False, True, True]), [1, 2], np.array([1, 2])])
def test_a_report_takes_masks_and_positions(rows):
    report = Report()
    report.query("X-Y", "m", "f", rows)
    report.stop("X-Z", "m", "f", np.zeros(3, bool))
    [(level, rule, _, _, at, values)] = report.entries
    assert (level, rule, at.tolist(), values) == ("query", "X-Y", [1, 2], None)
