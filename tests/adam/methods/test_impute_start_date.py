from calendar import monthrange
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.adam.methods.impute_start_date import impute_start_date
from onespec.engine.columns import number, text
from onespec.engine.days import iso_date, sas_date

DOSE = "2025-08-06"


def sas(iso):
    return sas_date(date.fromisoformat(iso)) if iso else np.nan


def start(iso, end="", death="", cut="2027-10-31", dose=DOSE):
    """The imputed start of one event, as ISO 8601."""
    limits = [text([end]), number([sas(death)]), text(cut, 1)]
    (day,) = impute_start_date(text([iso]), number([sas(dose)]), limits).tolist()
    return "" if np.isnan(day) else iso_date(day)


@pytest.mark.parametrize(
    ("iso", "more", "wanted"),
    [
        # complete dates never change, whatever they contradict
        ("2025-08-01", {}, "2025-08-01"),
        ("2025-08-01T23:59", {}, "2025-08-01"),
        ("2025-08-09", {"end": "2025-08-07"}, "2025-08-09"),
        ("2027-11-09", {"death": "2026-01-01"}, "2027-11-09"),
        # the day is missing
        ("2025-07", {}, "2025-07-01"),
        ("2025-08", {}, DOSE),
        ("2025-09", {}, "2025-09-01"),
        ("2025-08", {"dose": "2025-08-01"}, "2025-08-01"),
        ("2025-08", {"dose": "2025-08-31"}, "2025-08-31"),
        ("2025-08", {"dose": ""}, "2025-08-01"),
        # the month is missing, too
        ("2024", {}, "2024-01-01"),
        ("2025", {}, DOSE),
        ("2026", {}, "2026-01-01"),
        # the end
        ("2025-08", {"end": "2025-08-05"}, "2025-08-01"),
        ("2025-08", {"end": "2025-08-06"}, DOSE),
        ("2025-08", {"end": "2025-08-06T07:00"}, DOSE),
        ("2025-08", {"end": "2025-08"}, DOSE),
        ("2025-08", {"end": "2025"}, DOSE),
        ("2025", {"end": "2025-07"}, "2025-01-01"),
        ("2025", {"end": "2025-08"}, DOSE),
        # death and the cut
        ("2025-08", {"death": "2025-08-05"}, "2025-08-01"),
        ("2025-08", {"death": "2025-08-06"}, DOSE),
        ("2025-08", {"cut": "2025-08-05"}, "2025-08-01"),
        ("2025", {"cut": "2025-08-06"}, DOSE),
        # what contradicts the date does not count
        ("2025-08", {"end": "2025-07-31"}, DOSE),
        ("2025-08", {"end": "2025-07"}, DOSE),
        ("2025-08", {"end": "2025-07-31", "death": "2025-08-05"}, "2025-08-01"),
        ("2026-09", {"death": "2026-08-31"}, "2026-09-01"),
        # nothing is known
        ("", {}, ""),
        ("", {"end": "2025-09-01"}, ""),
    ],
)
def test_partial_starts(iso, more, wanted):
    assert start(iso, **more) == wanted


def test_without_limits():
    assert impute_start_date(text(["2025-08", ""]), number([np.nan, 1]), []).tolist()[0] == sas("2025-08-01")


DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
PARTIAL = st.one_of(DAYS.map(str), DAYS.map(lambda d: str(d)[:7]), DAYS.map(lambda d: str(d)[:4]))


def span(iso):
    """The first and the last day that a date may be."""
    if len(iso) == 4:
        return date(int(iso), 1, 1), date(int(iso), 12, 31)
    if len(iso) == 7:
        year, month = int(iso[:4]), int(iso[5:])
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date.fromisoformat(iso), date.fromisoformat(iso)


@given(PARTIAL, DAYS.map(str), st.one_of(st.just(""), PARTIAL), st.one_of(st.just(""), DAYS.map(str)), DAYS.map(str))
def test_a_day_that_the_date_may_be_and_not_after_what_ends_it(iso, dose, end, death, cut):
    day = date.fromisoformat(start(iso, end, death, cut, dose))
    low, high = span(iso)
    assert low <= day <= high
    last = [span(limit)[1] for limit in (end, death, cut) if limit and span(limit)[1] >= low]
    assert all(day <= limit for limit in last)
    possible = [low + timedelta(days=n) for n in range((min([high, *last]) - low).days + 1)]
    assert (day == date.fromisoformat(dose)) == (date.fromisoformat(dose) in possible)  # it may be on it: it is
    assert day in (low, date.fromisoformat(dose))
