import numpy as np

from onespec.adam.methods.last_date_until_flag import last_date_until_flag
from onespec.engine.columns import number, text
from onespec.engine.contract import Many


def test_d_when_the_latest_date_was_imputed():
    date = text(
        ["1960-01", "1960-01-05", "1960-01", "1960-01-31", "1960-02-05", "1960-01", "1960-03", "1960-01-09", "1960"]
    )
    flags = last_date_until_flag(Many(date, np.array([0, 0, 1, 1, 2, 2, 3, 3, 4]), 5), "1960-02-29")
    assert flags.tolist() == ["D", "", "", "", ""]


def test_no_records_at_all():
    assert last_date_until_flag(Many(text([]), np.array([], int), 2), "1960-02-29").tolist() == ["", ""]


def test_never_after_the_end_of_each_subject():
    of = Many(text(["1960-01", "1960-01-05", "1960-01", "1960-01-05"]), np.array([0, 0, 1, 1]), 2)
    assert last_date_until_flag(of, "1960-02-29", number([30, 29]), np.array([0, 1])).tolist() == ["D", "D"]


def test_a_day_that_bounds_a_date_is_imputed_only_where_the_day_was_unknown():
    """January is read as 11 January; tablets from 5 to 20 January are known to be taken on that day."""
    groups = np.array([0, 1, 2, 2])
    end = Many(text(["1960-01", "1960-01-20", "1960-01", "1960-01-11"]), groups, 3)
    start = Many(text(["1960-01-05", "1960-01-05", "1960-01-05", "1960-01-05"]), groups, 3)
    assert last_date_until_flag(end, "1960-01-11", start=start).tolist() == ["D", "", ""]
