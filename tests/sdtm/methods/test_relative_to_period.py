import pytest

from onespec.engine.columns import text
from onespec.sdtm.methods.relative_to_period import relative_to_period

START, END = "2026-03-10T09:30", "2026-08-20"


def relation(date, start=START, end=END, **bounds):
    return relative_to_period(
        text([date]), text([start]), text([end]), **{name: text([value]) for name, value in bounds.items()}
    )[0]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2025", "BEFORE"),
        ("2026-02", "BEFORE"),
        ("2026-03", "BEFORE/DURING"),
        ("2026-04", "DURING"),
        ("2026-08", "DURING/AFTER"),
        ("2026-09", "AFTER"),
        ("2027", "AFTER"),
        ("2026", "UNKNOWN"),
        ("2026-04-02", ""),
        ("2026-04-02T10:00", ""),
        ("", ""),
    ],
)
def test_a_partial_date_against_the_period(date, expected):
    assert relation(date) == expected


def test_the_first_and_the_last_day_belong_to_the_period():
    assert relation("2026-03", start="2026-03-01") == "DURING"
    assert relation("2026-03", start="2026-03-02") == "BEFORE/DURING"
    assert relation("2026-08", end="2026-08-31") == "DURING"
    assert relation("2026-08", end="2026-08-30") == "DURING/AFTER"


@pytest.mark.parametrize(
    ("date", "start", "expected"),
    [
        ("", "2026-05-02", "DURING/AFTER"),
        ("", "2026-09-01T08:00", "AFTER"),
        ("", "2026-01-01", "UNKNOWN"),
        ("", "2026-05", "DURING/AFTER"),
        ("2026", "2026-05-02", "DURING/AFTER"),
        ("2026", "2026-08-21", "AFTER"),
        ("2026-05", "2026-01-01", "DURING"),
        ("", "", ""),
        ("2026-05", "2026-07-01", "DURING"),  # a start after the end: the end's own days count
    ],
)
def test_an_end_is_not_before_the_start(date, start, expected):
    assert relation(date, not_before=start) == expected


@pytest.mark.parametrize(
    ("date", "end", "expected"),
    [
        ("", "2026-03-09", "BEFORE"),
        ("", "2026-03-10", "BEFORE/DURING"),
        ("", "2026-08-21", "UNKNOWN"),
        ("", "2026-02", "BEFORE"),
        ("2026", "2026-04", "BEFORE/DURING"),
        ("2026", "2026-02-28", "BEFORE"),
        ("", "", ""),
    ],
)
def test_a_start_is_not_after_the_end(date, end, expected):
    assert relation(date, not_after=end) == expected


@pytest.mark.parametrize(
    ("start", "end"),
    [("", ""), ("2026-03-10", ""), ("", "2026-08-20"), ("2026-03", "2026-08-20"), ("2026-03-10", "2026")],
)
def test_without_a_period_nothing_is_said(start, end):
    assert relation("2025", start, end) == ""


def test_what_was_collected_in_place_of_the_date_tells_it():
    assert relation("", not_before="2026-05-02", told="ONGOING") == ""
    assert relation("", not_before="2026-05-02", told="") == "DURING/AFTER"
