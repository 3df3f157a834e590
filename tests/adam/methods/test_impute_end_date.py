from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.adam.methods._dates import earliest_possible, latest_possible
from onespec.adam.methods.impute_end_date import impute_end_date
from onespec.adam.methods.impute_start_date import impute_start_date
from onespec.engine.columns import number, text
from onespec.engine.days import iso_date, sas_date


def sas(iso):
    return sas_date(date.fromisoformat(iso)) if iso else np.nan


def end(iso, death="", cut="2027-10-31"):
    (day,) = impute_end_date(text([iso]), [number([sas(death)]), text(cut, 1)]).tolist()
    return "" if np.isnan(day) else iso_date(day)


@pytest.mark.parametrize(
    ("iso", "more", "wanted"),
    [
        ("2025-08-04", {}, "2025-08-04"),
        ("2025-08-04T10:00", {}, "2025-08-04"),
        ("2025-08-04", {"death": "2025-08-03"}, "2025-08-04"),  # a contradiction stays
        ("2024-02", {}, "2024-02-29"),
        ("2025", {}, "2025-12-31"),
        ("2025-08", {"death": "2025-08-20"}, "2025-08-20"),
        ("2025", {"death": "2025-08-20"}, "2025-08-20"),
        ("2025-08", {"death": "2025-09-20"}, "2025-08-31"),
        ("2025-08", {"death": "2025-07-20"}, "2025-08-31"),  # a contradiction stays
        ("2027-10", {"cut": "2027-10-15"}, "2027-10-15"),
        ("2027", {}, "2027-10-31"),
        ("2027", {"death": "2027-05-01"}, "2027-05-01"),
        ("", {}, ""),  # going on, or unknown
        ("", {"death": "2027-05-01"}, ""),
    ],
)
def test_partial_ends(iso, more, wanted):
    assert end(iso, **more) == wanted


DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31)).map(str)
PARTIAL = st.one_of(DAYS, DAYS.map(lambda d: d[:7]), DAYS.map(lambda d: d[:4]))


@given(PARTIAL, PARTIAL, DAYS, DAYS, DAYS)
def test_within_the_window_and_not_before_the_start_unless_the_dates_contradict_one_another(
    began, ended, dose, death, cut
):
    limits = [number([sas(death)]), text(cut, 1)]
    first = impute_start_date(text([began]), number([sas(dose)]), [text([ended]), *limits]).tolist()[0]
    last = impute_end_date(text([ended]), limits).tolist()[0]
    low, high = earliest_possible(ended), latest_possible(ended)
    assert last == min(day for day in (high, sas(death), sas(cut)) if day >= low)
    if earliest_possible(began) <= min(high, sas(death), sas(cut)) and low <= min(sas(death), sas(cut)):
        assert first <= last
