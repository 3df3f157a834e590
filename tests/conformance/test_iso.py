"""Comparison of dates that may be partial or none."""

import pytest

from onespec.conformance.iso import after, date_fault, day_number, sure
from onespec.conformance.series import text


@pytest.mark.parametrize(
    ("date", "limit", "is_after"),
    [
        ("2025-08-04", "2025-08-03", True),
        ("2025-08-03", "2025-08-03", False),
        ("2025-09", "2025-08-03", True),
        ("2025-08", "2025-08-03", False),
        ("2026", "2025-12-31T23:59", True),
        ("2025", "2025-12-31", False),
        ("2025-08-03T10:00", "2025-08-03T09:59", True),
        ("2025-08-03T10:00", "2025-08-03", False),
        ("2025-08-03T10:00:30", "2025-08-03T10:00", False),
        ("", "2025", False),
        ("2025", "", False),
        ("2026-02-30", "2025", False),
        ("2026---03", "2025", False),
    ],
)
def test_after_in_every_reading(date, limit, is_after):
    assert after(text([date]), text([limit])).tolist() == [is_after]


def test_day_numbers_of_complete_dates_only():
    days = day_number(text(["2025-08-03T09:00", "2025-08-04", "2025-08", "", "2025-02-30"]))
    assert (days[1] - days[0], days[2:].isna().tolist()) == (1, [True, True, True])


def test_dates_that_are_sure():
    assert sure(text(["2025", "2025-08-03", "2025-02-30", "--12-15", ""])).tolist() == [
        "2025",
        "2025-08-03",
        "",
        "",
        "",
    ]


@pytest.mark.parametrize("date", ["٢٠٢٥-٠٨-٠٣", "२०२५", "2025-08-03T٠٩:٣٠"])
def test_digits_are_those_of_ascii(date):
    assert date_fault(date) == "not ISO 8601"
