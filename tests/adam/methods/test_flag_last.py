import numpy as np

from onespec.adam.methods._flags import Candidates
from onespec.adam.methods.flag_last import flag_last
from onespec.engine.columns import number, text


def last(days, sequence, by=(), among=(), subject="A"):
    order = [number(days), number(sequence)]
    return flag_last(Candidates(order, list(by), list(among)), text([*subject * len(days)])).tolist()


def test_the_latest_day_and_of_one_day_the_highest_sequence():
    assert last([5, 7, 7, 6], [1, 3, 2, 4]) == ["", "Y", "", ""]


def test_of_records_that_are_equal_the_one_that_stands_last():
    assert last([5, 5], [1, 1]) == ["", "Y"]


def test_an_unknown_day_comes_first():
    assert last([np.nan, 5], [9, 1]) == ["", "Y"]
    assert last([np.nan, np.nan], [1, 2]) == ["", "Y"]


def test_in_each_group_among_the_flagged():
    by, among = [text(["X", "X", "Y", "Y"])], [text(["Y", "", "Y", "Y"])]
    assert last([1, 2, 1, 2], [1, 1, 1, 1], by, among) == ["Y", "", "", "Y"]


def test_nobody_counts():
    assert last([1, 2], [1, 2], among=[text(["", "N"])]) == ["", ""]
    assert len(flag_last(Candidates([number([])]), text([]))) == 0
