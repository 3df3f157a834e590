import numpy as np

from onespec.adam.methods.flag_in_period import flag_in_period
from onespec.engine.columns import number, text


def flags(date, start, end, flag=None):
    return flag_in_period(number([date]), number([start]), number([end]), 30, flag).tolist()[0]


def test_both_ends_are_in():
    assert [flags(day, 100, 200) for day in (99, 100, 230, 231)] == ["", "Y", "Y", ""]


def test_an_open_end_bounds_nothing_and_an_unknown_start_or_date_is_no_answer():
    assert flags(9999, 100, np.nan) == "Y"
    assert flags(150, np.nan, 200) == ""
    assert flags(np.nan, 100, np.nan) == ""


def test_only_flagged_records():
    assert [flags(150, 100, 200, text([flag])) for flag in ("Y", "N", "")] == ["Y", "", ""]
