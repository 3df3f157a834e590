import numpy as np

from onespec.adam.methods.total import total
from onespec.engine.columns import number
from onespec.engine.contract import Many


def test_missing_values_are_left_out():
    assert total(Many(number([1.5, 2, np.nan, 4]), np.array([0, 0, 0, 1]), 2)).tolist() == [3.5, 4]
    assert total(Many(number([np.nan]), np.array([1]), 2)).isna().all()


def test_ten_times_a_tenth_is_one():
    assert total(Many(number(0.1, 10), np.zeros(10, int), 1)).tolist() == [1]  # 0.9999999999999999 otherwise
