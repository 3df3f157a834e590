import numpy as np

from onespec.adam.methods.number_of_distinct import number_of_distinct
from onespec.engine.columns import text
from onespec.engine.contract import Many


def test_each_value_counts_once():
    value = text(["LIVER", "LUNG", "LIVER", "", "BONE"])
    found = number_of_distinct(Many(value, np.array([0, 0, 0, 0, 2]), 3), np.array([0, 1, 2]))
    np.testing.assert_array_equal(found, [2, np.nan, 1])


def test_where_nothing_was_recorded_the_number_is_not_known():
    np.testing.assert_array_equal(number_of_distinct(Many(text([]), np.array([], int), 1), np.array([0])), [np.nan])
    np.testing.assert_array_equal(number_of_distinct(Many(text([""]), np.array([0]), 1), np.array([0])), [np.nan])
