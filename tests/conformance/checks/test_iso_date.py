"""Dates of ISO 8601."""

from checked import found, package


def test_partial_dates_times_and_intervals_are_dates():
    good = [
        "",
        "2025",
        "2025-08",
        "2025-08-03",
        "2025-08-03T09",
        "2025-08-03T09:30:15",
        "2025---15",
        "--12-15",
        "2025-08-03T-:15",
        "2025-08-03/2025-09",
        "2024-02-29",
        "2025-08-03T09:30+08:00",
    ]
    assert found("iso_date", "AE", package(AE={"AESTDTC": good}), dates=["AESTDTC"]) == []


def test_what_the_calendar_has_not_and_what_is_not_iso():
    values = [
        "2026-02-30",
        "2025-02-29",
        "2025-13",
        "2025-00-10",
        "2025-08-03T24:30",
        "03AUG2025",
        "2025-8-3",
        "2025/08/03",
        "2025-08-03 09:30",
        "UNK",
        "2025-08-",
    ]
    calendar, time, form = "no day of the calendar", "no time of day", "not ISO 8601"
    assert [detail for _, _, detail in found("iso_date", "AE", package(AE={"AESTDTC": values}), dates=["AESTDTC"])] == [
        calendar
    ] * 4 + [time] + [form] * 6
