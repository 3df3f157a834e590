import numpy as np

from onespec.adam.methods.earliest_date import earliest_date
from onespec.engine.columns import number


def test_missing_dates_do_not_count():
    earliest = earliest_date([number([10, np.nan, 30, np.nan]), number([20, 20, 20, np.nan])])
    np.testing.assert_array_equal(earliest, [10, 20, 20, np.nan])
