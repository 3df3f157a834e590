import numpy as np

from onespec.adam.methods.flag_any_until import flag_any_until
from onespec.engine.columns import number, text
from onespec.engine.contract import Many


def test_one_record_up_to_the_date_and_with_it_is_enough():
    date = text(["1960-01-10", "1960-03-01", "1960-01-11", "1960-01-12", "1960-01", "1960", "1960-02"])
    group = np.array([0, 1, 2, 3, 4, 5, 0])
    end = number([10, 10, 10, 10, 10, 10, np.nan])  # 1960-01-11
    date = Many(date, np.array([0, 0, 1, 2, 3, 4, 5]), 6)
    assert list(flag_any_until(date, end, group)) == ["Y", "Y", "N", "Y", "N", "N", "N"]


def test_no_records_at_all():
    assert list(flag_any_until(Many(text([]), np.array([], int), 1), number([10]), np.array([0]))) == ["N"]
