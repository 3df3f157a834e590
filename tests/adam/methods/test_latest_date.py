import numpy as np

from onespec.adam.methods.latest_date import latest_date
from onespec.engine.columns import number


def test_missing_dates_do_not_count():
    latest = latest_date([number([10, np.nan, 30, np.nan]), number([20, 20, 20, np.nan])])
    np.testing.assert_array_equal(latest, [20, 20, 30, np.nan])
