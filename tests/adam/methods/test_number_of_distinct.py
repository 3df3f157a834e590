import numpy as np

from onespec.adam.methods.number_of_distinct import number_of_distinct
from onespec.engine.columns import text
from onespec.engine.contract import Many


def test_each_value_counts_once():
    value = text(["LIVER", "LUNG", "LIVER", "", "BONE"])
    assert list(number_of_distinct(Many(value, np.array([0, 0, 0, 0, 2]), 3), np.array([0, 1, 2]))) == [2, 0, 1]
    assert list(number_of_distinct(Many(text([]), np.array([], int), 1), np.array([0]))) == [0]
