import numpy as np

from onespec.adam.methods._flags import Candidates
from onespec.adam.methods.flag_nearest import flag_nearest
from onespec.engine.columns import number, text


def nearest(distance, days, sequence, among=()):
    order = Candidates([number(days), number(sequence)], [], list(among))
    return flag_nearest(number(distance), order, text(["A"] * len(days))).tolist()


def test_the_least_distance():
    assert nearest([3, 1, 2], [1, 2, 3], [1, 2, 3]) == ["", "Y", ""]


def test_equally_near_the_later_and_then_the_higher_sequence():
    assert nearest([2, 2], [20, 24], [2, 1]) == ["", "Y"]
    assert nearest([2, 2], [24, 24], [2, 1]) == ["Y", ""]


def test_without_a_distance_nothing_is_near():
    assert nearest([np.nan, 4], [1, 2], [1, 2]) == ["", "Y"]
    assert nearest([np.nan], [1], [1]) == [""]


def test_what_does_not_count_does_not_hide_another():
    assert nearest([0, 4], [1, 2], [1, 2], [text(["", "Y"])]) == ["", "Y"]
