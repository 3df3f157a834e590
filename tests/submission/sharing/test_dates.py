"""Dates moved by whole days: complete, partial, with times, as numbers, inside texts."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.submission.sharing.dates import END, MIDDLE, START, moved, moved_inside, moved_numbers, part_of

DAYS = st.dates(date(1920, 1, 1), date(2090, 1, 1))
OFFSETS = st.integers(-3650, -1)


@pytest.mark.parametrize(
    ("text", "days", "how", "made"),
    [
        ("2026-03-01", -1, MIDDLE, "2026-02-28"),
        ("2024-03-01", -1, MIDDLE, "2024-02-29"),
        ("2026-03-01T09:40", -60, MIDDLE, "2025-12-31T09:40"),
        ("2026-03", -1, START, "2026-02"),  # 1 March is moved
        ("2026-03", -1, END, "2026-03"),  # 31 March
        ("2026-03", -20, MIDDLE, "2026-02"),  # 16 March
        ("2026", -1, START, "2025"),
        ("2026", -1, END, "2026"),
        ("2026", -200, MIDDLE, "2025"),  # 1 July
    ],
)
def test_a_date_keeps_its_precision(text, days, how, made):
    assert moved(text, days, how) == made


@pytest.mark.parametrize("text", ["", "2026-13-01", "2026-02-30", "ONGOING", "26-01-01", "P1D", "--03-01"])
def test_what_is_no_date_is_not_moved(text):
    assert moved(text, -5) is None


def test_the_time_of_day_goes_where_the_study_says_so():
    assert moved("2026-03-01T09:40", -1, times=False) == "2026-02-28"


def test_the_day_that_was_imputed_stands_for_a_partial_date():
    assert moved("2026-03", -6, START, stand=date(2026, 3, 7)) == "2026-03"
    assert moved("2026-03-20", -6, START, stand=date(2026, 3, 7)) == "2026-03-14"  # a complete one stands for itself


def test_dates_in_a_text_are_moved_and_the_rest_is_not():
    assert moved_inside("Visit on 2026-01-28, due 2026-01-11 to 2026-01-24.", -10) == (
        "Visit on 2026-01-18, due 2026-01-01 to 2026-01-14."
    )
    assert moved_inside("Lot 12026-01-281", -10) == "Lot 12026-01-281"


def test_numbers_of_sas():
    """1960-01-11 is day 10; its noon as a datetime is 10.5 days of seconds; missing stays missing."""
    days = np.array([-3.0, -3.0, np.nan])
    assert moved_numbers(np.array([10.0, np.nan, 10.0]), days, seconds=False).tolist()[:1] == [7.0]
    assert moved_numbers(np.array([10.5 * 86400]), days[:1], seconds=True).tolist() == [7.5 * 86400]
    assert moved_numbers(np.array([10.5 * 86400]), days[:1], seconds=True, times=False).tolist() == [7.0 * 86400]


@pytest.mark.parametrize(
    ("name", "part"),
    [("AESTDTC", START), ("ASTDT", START), ("AEENDTC", END), ("AENDT", END), ("LBDTC", MIDDLE), ("RFSTDTC", START)],
)
def test_what_stands_for_a_partial_date_follows_the_name(name, part):
    assert part_of(name) == part


@given(DAYS, DAYS, OFFSETS)
def test_intervals_survive(one, other, days):
    first, second = (moved(day.isoformat(), days) for day in (one, other))
    assert date.fromisoformat(first) - date.fromisoformat(second) == one - other


@given(DAYS, st.integers(0, 400), OFFSETS, st.sampled_from([4, 7, 10]), st.sampled_from([4, 7, 10]))
def test_a_start_that_was_not_after_an_end_is_not_after_it_afterwards(start, length, days, cut, other):
    """Whatever the precision of both."""
    end = start + timedelta(length)
    first, last = moved(start.isoformat()[:cut], days, START), moved(end.isoformat()[:other], days, END)
    shorter = min(len(first), len(last))
    assert first[:shorter] <= last[:shorter]
