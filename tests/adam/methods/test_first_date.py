import numpy as np

from onespec.adam.methods.first_date import first_date
from onespec.engine.columns import text
from onespec.engine.contract import Many


def test_the_earliest_of_each_group():
    date = text(["1960-01-10T08:00", "1960-01-05", "", "1960-02", "1960-02-03", "1960"])
    np.testing.assert_array_equal(first_date(Many(date, np.array([0, 0, 0, 1, 1, 2]), 3)), [4, 31, np.nan])


def test_dates_after_the_last_that_counts():
    date = text(["1960-01-10", "1960-01-05T08:00", "1960-01-06", "1960-01", "1960-02"])
    earliest = first_date(Many(date, np.array([0, 0, 1, 2, 2]), 3), "1960-01-05")
    np.testing.assert_array_equal(earliest, [4, np.nan, 0])


def test_no_records_at_all():
    assert first_date(Many(text([]), np.array([], int), 2)).isna().all()
