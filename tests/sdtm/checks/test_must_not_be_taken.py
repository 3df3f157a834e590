import numpy as np
import pytest

from onespec.engine.columns import text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame, table_of
from onespec.engine.groups import PerSubject
from onespec.sdtm.checks.must_not_be_taken import Taken, Treatment, must_not_be_taken

COLUMNS = ("MEDICATION", "GROUP", "FROM_FIRST", "TO_FIRST", "TO_LAST", "WHY")
ROWS = [
    ("WARFARIN", "BLOOD", "-10", "0", "", "before"),
    ("VACCINE", "VACCINE", "-28", "", "60", "around"),
    ("SORAFENIB", "CANCER", "0", "", "", "from the first dose on"),
    ("ASPIRIN", "BLOOD", "", "0", "", "ever before"),
]
FIRST, LAST = "2026-03-11T09:30", "2026-06-01"


def told(name, start, end="", ongoing="", first=FIRST, last=LAST, groups=("BLOOD", "VACCINE", "CANCER"), rows=ROWS):
    report = Report()
    table = table_of([dict(zip(COLUMNS, row, strict=True)) for row in rows], "prohibited")
    columns = {"SUBJECT": "01", "MED": name, "ST": start, "EN": end, "GO": ongoing}
    source = Selection("CM", Frame({n: text([v]) for n, v in columns.items()}), np.arange(1))
    days = [PerSubject(text(["01"]), text([day])) for day in (first, last)]
    must_not_be_taken(source, Taken("MED", "ST", "EN", "GO"), Treatment(*days), table, list(groups), report)
    return [e.message for e in report.entries]


@pytest.mark.parametrize(
    ("start", "end", "ongoing", "wrong"),
    [
        ("2026-03-01", "2026-03-01", "", True),  # day -10
        ("2026-02-28", "2026-02-28", "", False),
        ("2026-02-01", "2026-03-01", "", True),
        ("2026-03-11", "2026-03-20", "", True),  # the day of the first dose
        ("2026-03-12", "2026-03-20", "", False),
        ("2026-02-01", "", "ONGOING", True),
        ("2026-02-01", "", "", False),  # nobody knows how long
        ("2026-03-05", "", "", True),
        ("2026-03", "", "", False),  # may be after the first dose
        ("2026-03", "2026-03-08", "", True),  # its end is in the time
        ("2026-02", "2026-03", "", True),  # it lasts at least to 1 March
        ("", "2026-03-08", "", True),
        ("", "", "ONGOING", False),
        ("", "", "", False),
    ],
)
def test_ten_days_before_the_first_dose(start, end, ongoing, wrong):
    assert told("WARFARIN", start, end, ongoing) == ["WARFARIN is not allowed at this time (before)."] * wrong


def test_up_to_days_after_the_last_dose_and_without_an_end():
    assert [bool(told("VACCINE", day, day)) for day in ("2026-02-10", "2026-02-11", "2026-07-31", "2026-08-01")] == [
        False,
        True,
        True,
        False,
    ]
    assert [bool(told("SORAFENIB", day, day)) for day in ("2026-03-10", "2026-03-11", "2030-01-01")] == [
        False,
        True,
        True,
    ]
    assert told("ASPIRIN", "2001-01-01", "2001-01-02") != []


def test_a_part_of_a_combination_in_any_capitals_and_nothing_else():
    assert told("Camrelizumab; sorafenib", "2026-04-01") == [
        "Camrelizumab; sorafenib is not allowed at this time (from the first dose on)."
    ]
    assert told("SORAFENIBUM", "2026-04-01") == told("", "2026-04-01") == []


def test_groups_that_are_not_asked_and_subjects_without_treatment():
    assert told("SORAFENIB", "2026-04-01", groups=("BLOOD",)) == []
    assert told("SORAFENIB", "2026-04-01", first="") == told("WARFARIN", "2026-03-05", first="2026-03") == []
    assert told("VACCINE", "2026-05-01", last="") == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("X", "G", "ten", "", "", ""), "FROM_FIRST of X is 'ten', which is no number"),
        (("X", "G", "", "0", "0", ""), "X has both TO_FIRST and TO_LAST, and a time has one end"),
    ],
)
def test_a_table_that_cannot_be_used(row, message):
    with pytest.raises(ValueError, match=message):
        told("X", "2026-04-01", rows=[row])
