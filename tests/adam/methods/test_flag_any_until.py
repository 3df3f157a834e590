import numpy as np

from onespec.adam.methods.flag_any_until import flag_any_until
from onespec.engine.columns import number, text
from onespec.engine.contract import Many


def test_one_record_up_to_the_date_and_with_it_is_enough():
    date = text(["1960-01-10", "1960-03-01", "1960-01-11", "1960-01-12", "1960-01", "1960-02"])
    of = Many(date, np.array([0, 0, 1, 2, 3, 4]), 5)
    end = number([10, 10, 10, 10, 10])  # 1960-01-11
    assert flag_any_until(of, end, np.arange(5)).tolist() == ["Y", "Y", "N", "Y", "N"]


def test_blank_when_a_date_that_is_not_known_may_be_one_up_to_it():
    """Of 1960 it may be 1 to 11 January; of 1961 no day is; a record without a date may be of any day."""
    date = text(["1960", "1961", "", "", "1960-01-10", "1960-01-12", "1960"])
    of = Many(date, np.array([0, 1, 2, 3, 3, 4, 4]), 5)
    end = number([10, 10, 10, 10, 10])
    assert flag_any_until(of, end, np.arange(5)).tolist() == ["", "N", "", "Y", ""]


def test_without_an_end_only_a_subject_without_records_is_known_to_have_none():
    of = Many(text(["1960-01-10", ""]), np.array([0, 1]), 3)
    assert flag_any_until(of, number([np.nan, np.nan, np.nan]), np.arange(3)).tolist() == ["", "", "N"]


def test_no_records_at_all():
    assert list(flag_any_until(Many(text([]), np.array([], int), 1), number([10]), np.array([0]))) == ["N"]
