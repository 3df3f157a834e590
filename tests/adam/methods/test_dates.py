"""Texts as SAS dates: what is known is decided by the text and the calendar."""

from __future__ import annotations

import doctest
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.adam.methods import _dates
from onespec.adam.methods._dates import complete, days, first_day, last_day, unusable
from onespec.engine.columns import number, text

NONE = np.nan


@pytest.mark.parametrize(
    ("iso", "whole", "first", "last"),
    [
        ("1960-01-01", 0, 0, 0),
        ("1959-12-31", -1, -1, -1),
        ("1960-02-29T08:30", 59, 59, 59),
        ("1960-02", NONE, 31, 59),  # a leap year
        ("1961-02", NONE, 397, 424),
        ("1960", NONE, NONE, NONE),
        ("", NONE, NONE, NONE),
        ("1961-02-29", NONE, NONE, NONE),  # no day of the calendar
        ("1960-04-31", NONE, NONE, NONE),
        ("1960-01-00", NONE, NONE, NONE),
        ("1960-00", NONE, NONE, NONE),
        ("1960-13", NONE, NONE, NONE),
        ("0000-01", NONE, NONE, NONE),  # no year of the calendar
        ("0000-01-01", NONE, NONE, NONE),
        ("1960---15", NONE, NONE, NONE),  # the month is unknown
        ("02JAN1960", NONE, NONE, NONE),
        ("19600102", NONE, NONE, NONE),  # ISO 8601, but not as SDTM writes it
        ("1960-W01-1", NONE, NONE, NONE),
        ("1960- 1", NONE, NONE, NONE),
        ("１９６０-01-02", NONE, NONE, NONE),  # digits, but not those of ISO 8601
    ],
)
def test_the_day_of_a_text(iso, whole, first, last):
    np.testing.assert_array_equal([complete(iso), first_day(iso), last_day(iso)], [whole, first, last])


@given(st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?", fullmatch=True) | st.dates().map(str))
def test_a_day_is_what_the_calendar_says(iso):
    try:
        known = date.fromisoformat(iso[:10])
    except ValueError:
        assert np.isnan(complete(iso))
    else:
        assert complete(iso) == (known - date(1960, 1, 1)).days


@given(st.dates(max_value=date(9999, 11, 30)))
def test_a_month_runs_from_its_first_day_to_the_one_before_the_next_month(day):
    month = str(day)[:7]
    following = str(day.replace(day=28) + timedelta(days=4))[:7]
    assert first_day(month) == complete(f"{month}-01") <= complete(str(day)) <= last_day(month)
    assert last_day(month) + 1 == first_day(following)


def test_columns():
    column = text(["1960-01-02", "1960-02", "", "1960-02-30"])
    np.testing.assert_array_equal(days(column), [1, NONE, NONE, NONE])
    np.testing.assert_array_equal(days(column, last_day), [1, 59, NONE, NONE])
    assert unusable(column, days(column)).tolist() == [False, True, False, True]
    numbers = number([1, NONE])
    assert days(numbers) is numbers
    assert unusable(numbers, numbers).tolist() == [False, False]
    assert days(text([])).is_number


def test_examples():
    assert doctest.testmod(_dates).failed == 0
