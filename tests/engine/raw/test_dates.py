"""Dates and times as CRFs write them, to ISO 8601."""

from __future__ import annotations

import calendar
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.engine.raw.dates import parse_date, parse_time
from onespec.engine.spec.date_formats import format_fault

ISO, SAS, PLAIN = ("YYYY-MM-DD",), ("DDMONYYYY",), ("YYYY/M/D",)


@pytest.mark.parametrize(
    ("value", "formats", "iso"),
    [
        ("2025-08-03", ISO, "2025-08-03"),
        ("03AUG2025", SAS, "2025-08-03"),
        ("03aug2025", SAS, "2025-08-03"),
        ("2025/8/3", PLAIN, "2025-08-03"),
        ("2025/08/03", PLAIN, "2025-08-03"),
        ("03/08/2025", ("DD/MM/YYYY",), "2025-08-03"),
        ("2025年8月3日", ("YYYY年M月D日",), "2025-08-03"),
        ("2025.08.03", ("YYYY.MM.DD",), "2025-08-03"),
        ("20250803", ("YYYYMMDD",), "2025-08-03"),
        ("2024-02-29", ISO, "2024-02-29"),
        ("2025-08-UN", ISO, "2025-08"),
        ("2025-UNK-UNK", ISO, "2025"),
        ("3 September 2025", ("D MONTH YYYY",), "2025-09-03"),
        ("May 2025", ("MONTH YYYY",), "2025-05"),
        ("UNAUG2025", SAS, "2025-08"),
        ("UNUNK2025", SAS, "2025"),
        ("2025-UN-03", ISO, "2025---03"),
        ("2025-nk-nk", ISO, "2025"),
        ("2025-08", ("YYYY-MM-DD", "YYYY-MM"), "2025-08"),
        ("2025", ("YYYY-MM-DD", "YYYY"), "2025"),
        ("03AUG2025", ("YYYY-MM-DD", "DDMONYYYY"), "2025-08-03"),
    ],
)
def test_a_date_becomes_iso_8601_of_the_precision_collected(value, formats, iso):
    assert parse_date(value, formats) == (iso, "")


@pytest.mark.parametrize(
    ("value", "formats", "problem"),
    [
        ("2025-02-30", ISO, "is no day of the calendar"),
        ("2023-02-29", ISO, "is no day of the calendar"),
        ("2025-13-01", ISO, "is no day of the calendar"),
        ("2025-00-10", ISO, "is no day of the calendar"),
        ("0000-01-01", ISO, "is no day of the calendar"),
        ("UNKN-08-03", ISO, "has no known year"),
        ("2025-8-3", ISO, "is not written as YYYY-MM-DD"),
        ("2025-08-03 ", ISO, "is not written as YYYY-MM-DD"),
        ("2025.08.03", ISO, "is not written as YYYY-MM-DD"),
        ("25-08-03", ISO, "is not written as YYYY-MM-DD"),
        ("03-08-2025", ("YYYY-MM-DD", "DDMONYYYY"), "is not written as YYYY-MM-DD or DDMONYYYY"),
        ("03AUQ2025", SAS, "is not written as DDMONYYYY"),
        ("2025x08x03", ("YYYY.MM.DD",), "is not written as YYYY.MM.DD"),
    ],
)
def test_a_date_that_is_none_says_why(value, formats, problem):
    assert parse_date(value, formats) == ("", problem)


@given(st.dates(datetime.date(1, 1, 1)))
def test_every_day_of_the_calendar_is_read_in_every_format(day):
    months = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
    written = {
        "YYYY-MM-DD": day.isoformat(),
        "DDMONYYYY": f"{day.day:02}{months[day.month - 1]}{day.year:04}",
        "YYYY/M/D": f"{day.year:04}/{day.month}/{day.day}",
        "D MONTH YYYY": f"{day.day} {calendar.month_name[day.month]} {day.year:04}",
    }
    assert {parse_date(value, (format_,)) for format_, value in written.items()} == {(day.isoformat(), "")}


@pytest.mark.parametrize(
    ("value", "century", "iso"),
    [("03/08/50", "1950", "1950-08-03"), ("03/08/49", "1950", "2049-08-03"), ("03/08/00", "1930", "2000-08-03")],
)
def test_a_year_of_two_digits(value, century, iso):
    assert parse_date(value, ("DD/MM/YY",), century) == (iso, "")


@pytest.mark.parametrize(
    ("value", "formats", "read"),
    [
        ("0", ("SAS",), ("1960-01-01", "")),
        ("-1", ("SAS",), ("1959-12-31", "")),
        ("22000", ("SAS",), ("2020-03-26", "")),
        ("61", ("EXCEL",), ("1900-03-01", "")),
        ("43831", ("EXCEL",), ("2020-01-01", "")),
        ("60", ("EXCEL",), ("", "is no day of the calendar")),
        ("9999999", ("SAS",), ("", "is no day of the calendar")),
        ("2020-01-01", ("EXCEL", "YYYY-MM-DD"), ("2020-01-01", "")),
        ("43831.5", ("EXCEL",), ("", "is not written as EXCEL")),
    ],
)
def test_a_number_of_days(value, formats, read):
    assert parse_date(value, formats) == read


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2049, 12, 31)))
def test_every_day_of_a_declared_century_is_read(day):
    assert parse_date(day.strftime("%d/%m/%y"), ("DD/MM/YY",), "1950") == (day.isoformat(), "")


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("UK/08/2025", ("2025-08", "")),
        ("00/08/2025", ("2025-08", "")),
        ("--/XX/2025", ("2025", "")),
        ("03/00/2025", ("2025---03", "")),
        ("UN/08/2025", ("2025-08", "")),
        ("03/08/UK", ("", "has no known year")),
        ("??/08/2025", ("", "is not written as DD/MM/YYYY")),
    ],
)
def test_declared_markers_of_unknown_parts(value, read):
    assert parse_date(value, ("DD/MM/YYYY",), "", ("UK", "00", "--", "XX")) == read


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        *[("8:30", "08:30"), ("08:30", "08:30"), ("23:59:59", "23:59:59"), ("0:00", "00:00")],
        *[("08:UN", "08"), ("8:30:UNK", "08:30")],
    ],
)
def test_a_time_of_day(value, iso):
    assert parse_time(value) == (iso, "")


@pytest.mark.parametrize("value", ["24:00", "8:60", "8:30:60", "8.30", "830", "8:3", ""])
def test_a_time_that_is_none(value):
    assert parse_time(value) == ("", "is not a time of day (HH:MM or HH:MM:SS)")


@pytest.mark.parametrize(
    ("format_", "fault"),
    [
        ("YYYY-MM-DD", ""),
        ("DDMONYYYY", ""),
        ("YYYY年M月D日", ""),
        ("YYYY", ""),
        ("SAS", ""),
        ("EXCEL", ""),
        ("dd/mm/yyyy", "'dd' stands for nothing"),
        ("YY-MM-DD", ""),
        ("YYYY-MM-DD HH:MM", ""),
        ("YYYY-MM-DDTHH:MM:SS", ""),
        ("HH:MM DD/MM/YYYY", ""),
        ("DD/MM/YYYY H:MM AM", ""),
        ("YYYY-MM-DDXHH:MM", "'X' stands for nothing"),
        ("TYYYY-MM-DD", "'T' stands for nothing"),
        ("MM/YYYY HH:MM", "it has a time of day, and no whole date before it"),
        ("YYYY-MM-DD SS", "it has a part of a time of day, and not the greater one before it"),
        ("YYYY-MM-DD AM", "it has a part of a time of day, and not the greater one before it"),
        ("DD/MM/YYYY HH:MM HH", "the hour stands twice"),
        ("DD/DD/YYYY", "the day stands twice"),
        ("YYYY-MM-MON", "the month stands twice"),
        ("DD/MM", "it has no year"),
    ],
)
def test_a_declared_format(format_, fault):
    assert format_fault(format_) == fault


@pytest.mark.parametrize(
    ("format_", "fault"),
    [
        *[("HH:MM", ""), ("H:MM AM", ""), ("HHMM", ""), ("HH:MM:SS", "")],
        ("hh:mm", "'hh' stands for nothing"),
        ("MM:SS", "it has a part of a time of day, and not the greater one before it"),
        ("DD HH:MM", "it has a part of a date"),
    ],
)
def test_a_declared_format_of_a_time(format_, fault):
    assert format_fault(format_, "time") == fault


@pytest.mark.parametrize(
    ("value", "format_", "read"),
    [
        ("2025-08-03T08:30", "YYYY-MM-DDTHH:MM", ("2025-08-03T08:30", "")),
        ("03/08/2025 08:30:05", "DD/MM/YYYY HH:MM:SS", ("2025-08-03T08:30:05", "")),
        ("08:30 03/08/2025", "HH:MM DD/MM/YYYY", ("2025-08-03T08:30", "")),
        ("8/3/2025 12:05 am", "M/D/YYYY H:MM AM", ("2025-08-03T00:05", "")),
        ("8/3/2025 12:05 P.M.", "M/D/YYYY H:MM AM", ("2025-08-03T12:05", "")),
        ("2025-08-03 08:UN", "YYYY-MM-DD HH:MM", ("2025-08-03T08", "")),
        ("2025-08-03 08:UK", "YYYY-MM-DD HH:MM", ("2025-08-03T08", "")),
        ("2025-08-03 08:00", "YYYY-MM-DD HH:MM", ("2025-08-03T08:00", "")),
        ("2025-08-03 UN:UN", "YYYY-MM-DD HH:MM", ("2025-08-03", "")),
        ("2025-08-00 08:30", "YYYY-MM-DD HH:MM", ("2025-08", "has no complete date; the time is not carried")),
        ("2025-08-03 24:00", "YYYY-MM-DD HH:MM", ("2025-08-03", "is not a time of day; the time is not carried")),
        ("8/3/2025 13:05 PM", "M/D/YYYY H:MM AM", ("2025-08-03", "is not a time of day; the time is not carried")),
        ("2025-02-30 08:30", "YYYY-MM-DD HH:MM", ("", "is no day of the calendar")),
        ("2025-08-03", "YYYY-MM-DD HH:MM", ("", "is not written as YYYY-MM-DD HH:MM")),
    ],
)
def test_date_and_time_in_one_cell(value, format_, read):
    """The marker 00 is one of a day or month, and never of an hour or minute."""
    assert parse_date(value, (format_,), "", ("UK", "00")) == read


@pytest.mark.parametrize(
    ("value", "formats", "read"),
    [
        ("08:30 PM", ("HH:MM AM",), ("20:30", "")),
        ("12:30pm", ("HH:MMAM",), ("12:30", "")),
        ("12:30 AM", ("HH:MM AM",), ("00:30", "")),
        ("13:30 PM", ("HH:MM AM",), ("", "is not a time of day")),
        ("08:30", ("HH:MM AM",), ("", "is not written as HH:MM AM")),
        ("08:30", ("HH:MM AM", "HH:MM"), ("08:30", "")),
        ("0830", ("HHMM",), ("08:30", "")),
        ("8:30", ("HHMM",), ("08:30", "")),
        ("08:XX", ("HH:MM",), ("08", "")),
        ("UN:UN", ("HH:MM",), ("", "has no known hour")),
        ("UN:30", (), ("", "has a part of a time of which the greater one is unknown")),
    ],
)
def test_a_time_in_a_declared_format(value, formats, read):
    assert parse_time(value, formats, ("XX",)) == read


@given(st.datetimes(datetime.datetime(1000, 1, 1)))
def test_every_minute_is_read_on_12_and_24_hours(moment):
    iso = f"{moment.date().isoformat()}T{moment.hour:02}:{moment.minute:02}"
    half = f"{moment.hour % 12 or 12}:{moment.minute:02} {'AP'[moment.hour > 11]}M"
    assert parse_date(f"{moment.date().isoformat()} {half}", ("YYYY-MM-DD H:MM AM",)) == (iso, "")
    assert parse_date(iso, ("YYYY-MM-DDTHH:MM",)) == (iso, "")
