import numpy as np

from onespec.adam.methods.days_between import days_between
from onespec.engine.columns import number


def test_there_is_no_day_0():
    found = days_between(number([22, 1, -1, -3, 5, np.nan]), number([20, 22, 1, -1, 5, 1])).tolist()
    assert np.array_equal(found, [2, 21, 1, 2, 0, np.nan], equal_nan=True)
