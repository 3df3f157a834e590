import numpy as np

from onespec.adam.methods.last_date_until_flag import last_date_until_flag
from onespec.engine.columns import text
from onespec.engine.contract import Many


def test_d_when_the_latest_date_was_imputed():
    date = text(
        ["1960-01", "1960-01-05", "1960-01", "1960-01-31", "1960-02-05", "1960-01", "1960-03", "1960-01-09", "1960"]
    )
    flags = last_date_until_flag(Many(date, np.array([0, 0, 1, 1, 2, 2, 3, 3, 4]), 5), "1960-02-29")
    assert flags.tolist() == ["D", "", "", "", ""]


def test_no_records_at_all():
    assert last_date_until_flag(Many(text([]), np.array([], int), 2), "1960-02-29").tolist() == ["", ""]
