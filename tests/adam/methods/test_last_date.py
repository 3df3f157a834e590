import numpy as np

from onespec.adam.methods.last_date import last_date
from onespec.engine.columns import text
from onespec.engine.contract import Many


def test_the_latest_of_each_group():
    date = text(["1960-01-10T08:00", "1960-01-05", "", "1960-02", "1960-02-03", "1960"])
    np.testing.assert_array_equal(last_date(Many(date, np.array([0, 0, 0, 1, 1, 2]), 3)), [9, 59, np.nan])


def test_no_records_at_all():
    assert last_date(Many(text([]), np.array([], int), 2)).isna().all()
