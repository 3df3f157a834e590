import numpy as np

from onespec.adam.methods._flags import Candidates
from onespec.adam.methods.flag_first_lowest import flag_first_lowest
from onespec.engine.columns import number, text

NAN = np.nan


def flags(values, days=None, subjects=None, among=None):
    n = len(values)
    candidates = Candidates(order=[number(days or range(n))], among=[text(among)] if among else [])
    return list(flag_first_lowest(number(values), candidates, text(subjects or ["A"] * n)))


def test_the_lowest_and_of_equal_ones_the_first():
    assert flags([-10, -40, -40, 5]) == ["", "Y", "", ""]
    assert flags([-10, -40, -40, 5], days=[4, 3, 2, 1]) == ["", "", "Y", ""]


def test_a_missing_value_is_none():
    assert flags([NAN, 10, NAN]) == ["", "Y", ""] and flags([NAN, NAN]) == ["", ""]


def test_only_those_that_count():
    assert flags([-10, -40, -20], among=["Y", "", "Y"]) == ["", "", "Y"]
    assert flags([-10, -40], among=["", ""]) == ["", ""]


def test_each_subject_has_one():
    assert flags([1, 2, 3, 0], subjects=["A", "B", "A", "B"]) == ["Y", "", "", "Y"]
