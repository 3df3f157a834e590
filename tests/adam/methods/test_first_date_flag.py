import numpy as np

from onespec.adam.methods.first_date_flag import first_date_flag
from onespec.engine.columns import text
from onespec.engine.contract import Many


def test_d_when_the_earliest_date_was_imputed():
    date = text(["1960-01", "1960-01-05", "1960-01", "1960-01-01", "1960-01-05", "1960-02", "", "1960"])
    flags = first_date_flag(Many(date, np.array([0, 0, 1, 1, 2, 2, 3, 4]), 5))
    assert flags.tolist() == ["D", "", "", "", ""]


def test_dates_after_the_last_that_counts():
    date = text(["1960-02", "1960-01-05", "1960-01", "1960-02-01", "1960-02"])
    flags = first_date_flag(Many(date, np.array([0, 0, 1, 1, 2]), 3), "1960-01-31")
    assert flags.tolist() == ["", "D", ""]


def test_no_records_at_all():
    assert first_date_flag(Many(text([]), np.array([], int), 2)).tolist() == ["", ""]
