import numpy as np

from onespec.adam.methods.analysis_day import analysis_day
from onespec.engine.columns import number


def test_there_is_no_day_0():
    days = analysis_day(number([999, 1000, 1041, np.nan, 1000]), number([1000, 1000, 1000, 1000, np.nan]))
    np.testing.assert_array_equal(days, [-1, 1, 42, np.nan, np.nan])
