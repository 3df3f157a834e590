import numpy as np
import pytest

from onespec.adam.methods.impute_start_date import impute_start_date
from onespec.adam.methods.impute_start_or_reference import impute_start_or_reference
from onespec.engine.columns import number, text


def start(iso, end="", death=np.nan, dose=1000.0):
    return impute_start_or_reference(text([iso]), number([dose]), [text([end]), number([death])]).tolist()[0]


def test_day_1000():
    assert start("1962-09-27") == 1000


@pytest.mark.parametrize("end", ["", "1962-09-27", "1962-09", "1962", "1963-01-01"])
def test_a_blank_start_that_may_be_on_the_reference_is_the_reference(end):
    assert start("", end) == 1000


@pytest.mark.parametrize("end", ["1962-09-26", "1962-08", "1961"])
def test_one_that_ended_before_it_has_no_date(end):
    assert np.isnan(start("", end))


def test_one_of_a_subject_that_died_before_has_no_date():
    assert np.isnan(start("", death=999)) and start("", death=1000) == 1000


def test_without_a_reference_there_is_no_date():
    assert np.isnan(start("", dose=np.nan)) and np.isnan(start("", "1962-09-26", dose=np.nan))


def test_what_is_known_in_part_is_imputed_alike():
    dates = text(["1962-09", "1962", "1962-08", "1962-10", "1962-09-03", "1963"])
    limits = [text(["1962-09-20", "1962-09", "", "1962-09", "", ""])]
    dose = number(1000, 6)
    assert impute_start_or_reference(dates, dose, limits).tolist() == impute_start_date(dates, dose, limits).tolist()
