import pytest

from onespec.engine.columns import text
from onespec.sdtm.methods.treatment_emergent import treatment_emergent

FIRST, LAST = "2026-03-10T09:30", "2026-08-20"


def emergent(start, end="", first=FIRST, last=LAST, days=30):
    return treatment_emergent(*(text([value]) for value in (start, end, first, last)), days)[0]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-03-09", "N"),
        ("2026-03-10", "Y"),  # the day of the first dose, no time of day
        ("2026-03-10T09:29", "N"),
        ("2026-03-10T09:30", "Y"),
        ("2026-09-19", "Y"),  # 30 days after the last dose
        ("2026-09-20", "N"),
        ("2026-09-19T23:00", "Y"),
        ("2026-02", "N"),
        ("2026-03", "U"),
        ("2026-04", "Y"),
        ("2026-08", "Y"),
        ("2026-09", "U"),
        ("2026-10", "N"),
        ("2025", "N"),
        ("2026", "U"),
        ("", "U"),
    ],
)
def test_a_start_against_first_and_last_dose(start, expected):
    assert emergent(start) == expected


def test_what_ended_before_the_first_dose_began_before_it():
    assert emergent("2026", end="2026-03-09") == "N"
    assert emergent("", end="2026-02") == "N"
    assert emergent("2026", end="2026-03-10") == "U"
    assert emergent("2026-09", end="2026-09-19") == "Y"
    assert emergent("2026-09", end="2026-08-31") == "U"  # contradicts the start, and does not count
    assert emergent("2026-04-02", end="2026-03-01") == "Y"


def test_without_a_dose_nothing_is_treatment_emergent():
    assert emergent("2026-04-02", first="", last="") == "N"
    assert emergent("", first="", last="") == "N"


def test_without_a_last_dose_treatment_goes_on():
    assert emergent("2027-04-02", last="") == "Y"
    assert emergent("2026-03-09", last="") == "N"


def test_doses_that_are_not_complete_leave_open_what_lies_between():
    assert emergent("2026-03-09", first="2026-03") == "U"
    assert emergent("2026-02-28", first="2026-03") == "N"
    assert emergent("2026-03-31", first="2026-03") == "Y"
    assert emergent("2026-08-31", last="2026-08") == "Y"
    assert emergent("2026-09-15", last="2026-08") == "U"
    assert emergent("2026-10-01", last="2026-08") == "N"


def test_the_days_after_the_last_dose_are_declared():
    assert emergent("2026-09-10", days=20) == "N"
    assert emergent("2026-08-20", days=0) == "Y"
