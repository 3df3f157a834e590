import numpy as np

from onespec.adam.methods.flag_any_within import flag_any_within
from onespec.engine.columns import number, text
from onespec.engine.contract import Many


def test_from_the_start_up_to_the_end_both_included():
    date = text(["1960-01-10", "1960-01-11", "1960-02-01", "1960-02-02", "1960-01", "1960-01-11", "1960-03-01"])
    date = Many(date, np.array([0, 1, 2, 3, 4, 5, 5]), 7)
    start = number([10, 10, 10, 10, 10, 10, 10])  # 1960-01-11
    assert list(flag_any_within(date, start, "1960-02-01", np.arange(7))) == ["N", "Y", "Y", "N", "Y", "Y", "N"]


def test_no_start_or_no_records():
    date = Many(text(["1960-01-11"]), np.array([0]), 1)
    assert list(flag_any_within(date, number([np.nan]), "1960-02-01", np.array([0]))) == ["N"]
    assert list(flag_any_within(Many(text([]), np.array([], int), 1), number([10]), "1960-02-01", np.array([0]))) == [
        "N"
    ]
