import numpy as np
import pytest

from onespec.adam.methods.flag_treatment_emergent import flag_treatment_emergent
from onespec.engine.columns import number, text

DOSED = "1962-09-27T09:30"  # day 1000


def flag(start, first=1000.0, last=1100.0, started="", dosed=DOSED):
    columns = [number([value]) for value in (start, first, last)]
    return flag_treatment_emergent(*columns, 30, text([started]), text([dosed])).tolist()[0]


@pytest.mark.parametrize(("start", "wanted"), [(999, ""), (1000, "Y"), (1130, "Y"), (1131, ""), (np.nan, "")])
def test_from_the_first_dose_to_so_many_days_after_the_last(start, wanted):
    assert flag(start) == wanted


def test_without_a_last_dose_treatment_goes_on():
    assert flag(5000, last=np.nan) == "Y"


def test_without_a_first_dose_nothing_is_treatment_emergent():
    assert flag(1000, first=np.nan, last=np.nan, dosed="") == ""


@pytest.mark.parametrize(
    ("started", "dosed", "wanted"),
    [
        ("1962-09-27T09:29", DOSED, ""),
        ("1962-09-27T09:30", DOSED, "Y"),
        ("1962-09-27T09:31", DOSED, "Y"),
        ("1962-09-27T08", DOSED, ""),
        ("1962-09-27T09", DOSED, "Y"),  # the minute is not known: it may be after it
        ("1962-09-27T09:29:59", "1962-09-27T09", "Y"),
        ("1962-09-27", DOSED, "Y"),
        ("1962-09-27T08:00", "1962-09-27", "Y"),
        ("1962-09", DOSED, "Y"),
        ("", DOSED, "Y"),
    ],
)
def test_times_of_day_count_where_both_have_one(started, dosed, wanted):
    assert flag(1000, started=started, dosed=dosed) == wanted
