import numpy as np

from onespec.adam.methods.flag_any_within import flag_any_within
from onespec.engine.columns import number, text
from onespec.engine.contract import Many


def flags(dates: list[str], groups: list[int], start: list[float]) -> list[str]:
    """From ``start`` to 1960-02-10, which is day 40."""
    of = Many(text(dates), np.array(groups, int), len(start))
    return flag_any_within(of, number(start), "1960-02-10", np.arange(len(start))).tolist()


def test_from_the_start_up_to_the_end_both_included():
    dates = ["1960-01-10", "1960-01-11", "1960-02-10", "1960-02-11", "1960-01", "1960-01-11", "1960-03-01"]
    assert flags(dates, [0, 1, 2, 3, 4, 5, 5], [10] * 6) == ["N", "Y", "Y", "N", "Y", "Y"]  # from 1960-01-11


def test_blank_when_a_date_that_is_not_known_may_lie_between():
    """Of February it may be 1 to 10, of 1960 any; none of 1959, 1961 or March is; without a date it may be any."""
    dates = ["1960-02", "1960", "1959", "1961", "1960-03", "", "1960-01-10", ""]
    assert flags(dates, [0, 1, 2, 3, 4, 5, 6, 6], [10] * 7) == ["", "", "N", "N", "N", "", ""]


def test_without_a_start_only_records_after_the_end_are_known_not_to_count():
    assert flags(["1960-01-11", "1960-02-11"], [0, 1], [np.nan] * 3) == ["", "N", "N"]


def test_no_records_at_all():
    assert flags([], [], [10]) == ["N"]
