import numpy as np

from onespec.adam.methods.flag_any_up_to import flag_any_up_to
from onespec.engine.columns import text
from onespec.engine.contract import Many


def test_one_record_up_to_the_date_is_enough():
    date = text(
        ["2027-10-31T09:00", "2027-11-01", "2027-11-01", "2027-10-30", "2027-10", "2027-11", "2027", "2028", ""]
    )
    date = Many(date, np.array([0, 1, 2, 2, 3, 4, 5, 6, 7]), 9)
    assert list(flag_any_up_to(date, "2027-10-31", np.arange(9))) == ["Y", "N", "Y", "Y", "N", "Y", "N", "N", "N"]


def test_no_records_at_all():
    assert list(flag_any_up_to(Many(text([]), np.array([], int), 1), "2027-10-31", np.array([0]))) == ["N"]
