"""The column: the verbs of a Series, without an index."""

from __future__ import annotations

import operator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.engine.columns import number, text
from onespec.engine.kinds import Number, Text

TEXTS = st.lists(st.sampled_from(["", "2025", "2025-08", "2025-08-03", "é", "Z", "a"]))
MASK = np.array([True, False, True])


def test_values_and_their_number():
    column = text(["b", "", "a"])
    assert (len(column), column[0], column[1:].tolist(), column[MASK].tolist()) == (3, "b", ["", "a"], ["b", "a"])
    assert (list(column), repr(column)) == (["b", "", "a"], "Text(['b', '', 'a'])")
    assert number([1, 2, 3])[[2, 0]].tolist() == [3, 1]


def test_missing_values():
    assert text(["b", ""]).isna().tolist() == number([0, np.nan]).isna().tolist() == [False, True]
    assert text(["b", ""]).notna().tolist() == [True, False]
    assert text(["b", ""]).fillna("x").tolist() == ["b", "x"] and number([1, np.nan]).fillna(0).tolist() == [1, 0]


def test_a_position_of_nothing_is_blank():
    assert text(["b", "a"]).take([1, -1]).tolist() == ["a", ""]
    assert number([1, 2]).take([1, -1]).fillna(0).tolist() == [2, 0]
    assert text([]).take([-1]).tolist() == [""] and number([]).take([-1]).isna().all()


def test_where_and_mask():
    column, other = text(["a", "b", "c"]), text(["x", "y", "z"])
    assert column.where(MASK).tolist() == ["a", "", "c"] and column.where(MASK, "n").tolist() == ["a", "n", "c"]
    assert column.where(MASK, other).tolist() == ["a", "y", "c"] and column.mask(MASK, other).tolist() == [
        "x",
        "b",
        "z",
    ]
    assert column.mask(False, "n").tolist() == ["a", "b", "c"]
    assert number([1, 2, 3]).mask(MASK, 0).tolist() == [0, 2, 0]
    assert number([1, 2, 3]).where(MASK).isna().tolist() == [False, True, False]


def test_what_stays_as_it_is():
    column = text(["a", "b", "c"])
    column.where(MASK, "n"), column.put([0], "n"), column.each(str.upper)
    assert column.tolist() == ["a", "b", "c"]


def test_other_values_in_some_rows():
    column = text(["a", "b", "c"])
    assert column.put(MASK, "n").tolist() == ["n", "b", "n"]
    assert column.put([2, 0], text(["x", "y"])).tolist() == ["y", "b", "x"]
    assert column.put([], text([])).tolist() == ["a", "b", "c"]


def test_texts_and_numbers_do_not_mix():
    with pytest.raises(TypeError, match="a number where texts are wanted"):
        text(["a"]).where([False], 1)
    with pytest.raises(TypeError, match="a column of texts where numbers are wanted"):
        number([1]).where([False], text(["a"]))
    with pytest.raises(TypeError, match="texts are no numbers"):
        text(["1"]) - 1
    with pytest.raises(TypeError, match="numbers have no characters"):
        number([1]).str.len()
    with pytest.raises(TypeError, match="compared"):
        operator.lt(text(["1"]), 1)
    with pytest.raises(TypeError, match="compared"):
        operator.lt(number([1]), "1")
    assert (text(["1"]) == 1).tolist() == [False]
    for one, other in ((text(["1"]), number([1])), (number([1]), text(["1"]))):
        with pytest.raises(TypeError, match="a column of numbers is compared with a column of texts"):
            operator.ne(one, other)
    assert (number([np.nan]) == text(["1"])).tolist() == (text([""]) == number([1])).tolist() == [False]


def test_a_number_is_compared_with_the_text_of_a_constant_as_a_number():
    """What a specification says is a text; '0' is the number 0, a blank is a missing one, and 'PR' is none."""
    column = number([0, 1.5, np.nan])
    assert (column == "0").tolist() == (column == "0.0").tolist() == [True, False, False]
    assert (column != "1.50").tolist() == [True, False, True]
    assert (column == "").tolist() == [False, False, True]
    assert (column == "PR").tolist() == [False, False, False]
    assert column.isin(["1.5", "", "x"]).tolist() == [False, True, True]


@given(TEXTS, st.sampled_from(["", "2025", "b"]))
def test_texts_compare_as_those_of_python(values, other):
    column, reverse = text(values), text(values[::-1])
    for compare in (operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge):
        assert compare(column, other).tolist() == [compare(v, other) for v in values]
        assert compare(column, reverse).tolist() == [*map(compare, values, values[::-1])]
        assert compare(column, column[::-1]).tolist() == [*map(compare, values, values[::-1])]


def test_a_missing_number_is_neither_less_nor_more():
    column = number([1, np.nan])
    assert (column < 2).tolist() == (column > 0).tolist() == (column == column).tolist() == [True, False]
    assert (column != column).tolist() == [False, True]


def test_arithmetic():
    column = number([1, np.nan])
    assert ((column + 1) * 2 - number([1, 1])).fillna(-1).tolist() == [3, -1]
    assert (1 - column / 2).fillna(-1).tolist() == [0.5, -1] and (-column).abs().fillna(-1).tolist() == [1, -1]
    assert (column + np.array([True, False])).fillna(-1).tolist() == [2, -1]
    assert (np.array([3.0, 3.0]) - column).fillna(-1).tolist() == [2, -1]
    assert (1 / number([0])).tolist() == [np.inf] and number([0.125]).round(2).tolist() == [0.12]


def test_texts_one_after_the_other():
    column = text(["a", ""])
    assert (column + "-" + text(["x", "y"])).tolist() == ["a-x", "-y"] and ("n" + column).tolist() == ["na", "n"]


def test_values_that_stand_in_a_list():
    assert text(["a", "", "c"]).isin(["a", "", 1]).tolist() == [True, True, False]
    assert text(["a", "b"]).isin(text(["b"])).tolist() == [False, True] and not text(["a"]).isin(["z"]).any()
    assert number([1, np.nan, 3]).isin([1, "3", np.nan]).tolist() == [True, True, True]
    assert number([1, np.nan]).isin([1]).tolist() == [True, False]


def test_a_mapping():
    column = text(["a", "b", ""])
    assert column.map({"a": "x", "": "n"}).tolist() == ["x", "", "n"]
    assert column.map({"a": 1, "b": 2.5}).fillna(-1).tolist() == [1, 2.5, -1]
    with pytest.raises(TypeError, match="texts and numbers"):
        column.map({"a": "x", "b": 1})


def test_a_function_is_called_once_a_text_whatever_column_has_it():
    calls = []

    def shout(value):
        calls.append(value)
        return value.upper()

    column = text(["a", "b", "a", "c"])
    assert column[:2].each(shout).tolist() == ["A", "B"]
    assert column.each(shout).tolist() == ["A", "B", "A", "C"]
    assert column.take([3, -1]).each(shout).tolist() == ["C", ""]
    assert calls == ["a", "b", "c", ""]


def test_a_function_that_gives_numbers():
    assert text(["a", "bb", ""]).each(len).tolist() == [1, 2, 0]
    assert text([]).each(len).is_number and not text([]).each(str.upper).is_number


def test_characters():
    column = text(["2025-08-03", "", " Ä "])
    assert column.str[:4].tolist() == ["2025", "", " Ä "] and column.str[5:7].tolist() == ["08", "", ""]
    assert column.str.len().tolist() == [10, 0, 3] and column.str.isascii().tolist() == [True, True, False]
    assert column.str.startswith("20").tolist() == column.str.endswith("03").tolist() == [True, False, False]
    assert column.str.strip().str.casefold().tolist()[2] == "ä" and column.str.upper()[0] == "2025-08-03"


@given(TEXTS)
def test_codes_say_which_values_are_equal(values):
    codes, count = text(values).codes_and_count()
    assert all(0 <= code < count for code in codes)
    assert len(set(zip(codes.tolist(), values, strict=True))) == len(set(codes.tolist())) == len(set(values))


def test_missing_numbers_are_equal_and_so_are_both_zeros():
    codes, _ = number([0.0, np.nan, -0.0, np.nan]).codes_and_count()
    assert (codes[:2] == codes[2:]).all() and codes[0] != codes[1]


def test_a_series_of_pandas_and_back():
    series = text(["a", "", "a"]).series()
    assert (series.tolist(), series.dtype, number([1, np.nan]).series().dtype) == (["a", "", "a"], "str", "float64")
    assert isinstance(text(series), Text) and isinstance(number(number([1]).series()), Number)
    assert text(["a", "b"]).repeat(2).tolist() == ["a", "a", "b", "b"]


def test_functions_of_numpy():
    assert np.allclose(np.log(number([1, np.e])), [0, 1]) and isinstance(np.sqrt(number([4.0])), Number)
    assert np.isnan(number([1, np.nan])).tolist() == [False, True]
    assert (np.array([1.0, 2.0]) * number([3, 4])).tolist() == [3, 8]
    with pytest.raises(TypeError):
        np.sqrt(text(["4"]))
