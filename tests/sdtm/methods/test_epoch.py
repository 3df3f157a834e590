import numpy as np
import pytest

from onespec.engine.columns import text
from onespec.engine.groups import Many
from onespec.engine.xpt.reader import read_xpt
from onespec.sdtm.methods.epoch import epoch

SCREENED = [("2025-07-20T11:00", "2025-08-04T10:00", "SCREENING")]
TREATED = [*SCREENED, ("2025-08-04T10:00", "2026-01-16", "TREATMENT")]
DONE = [*TREATED, ("2026-01-16", "2027-03-01", "FOLLOW-UP")]
ONGOING = [*SCREENED, ("2025-08-04T10:00", "", "TREATMENT")]


def of(date, elements, exposure=None):
    columns = zip(*elements, strict=True) if elements else ((), (), ())
    of = np.full(len(elements), 7)
    return epoch(
        text([date]),
        *(Many(text(c), of, 8) for c in columns),
        np.array([7]),
        None if exposure is None else text([exposure]),
    )[0]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2025-07-19", ""),
        ("2025-07-20T09:00", "SCREENING"),
        ("2025-07-20", "SCREENING"),
        ("2025-08-03", "SCREENING"),
        ("2025-08-04T09:00", "SCREENING"),
        ("2025-08-04", "TREATMENT"),
        ("2025-08-04T10:00", "TREATMENT"),
        ("2026-01-15", "TREATMENT"),
        ("2026-01-16", "FOLLOW-UP"),
        ("2025-10", "TREATMENT"),
        ("2025-08", ""),
        ("2026-02", "FOLLOW-UP"),
        ("2026", ""),
        ("2025", ""),
        ("", ""),
        ("2027-03-01", "FOLLOW-UP"),
        ("2027-03-01T23:00", "FOLLOW-UP"),
        ("2027-03-02", ""),
        ("2027", ""),
    ],
)
def test_epoch(date, expected):
    assert of(date, DONE) == expected


@pytest.mark.parametrize(
    ("date", "expected"), [("2026-02", "TREATMENT"), ("2026-02-28", "TREATMENT"), ("2026-03", ""), ("2026-03-01", "")]
)
def test_a_partial_date_ends_on_the_last_day_of_its_month(date, expected):
    assert of(date, [*SCREENED, ("2025-08-04T10:00", "2026-02-28", "TREATMENT")]) == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2026-09-30", "TREATMENT"),
        ("2026-09", "TREATMENT"),
        ("2026-10-01", ""),
        ("2026-10-18", ""),
        ("2026-10-31", ""),
        ("2026-10", ""),
        ("2026-10-31T23:00", ""),
        ("2026-11-01", "FOLLOW-UP"),
        ("2026-11-01T00:30", "FOLLOW-UP"),
        ("2026-11", "FOLLOW-UP"),
        ("2027-02", "FOLLOW-UP"),
        ("2027-03-01", "FOLLOW-UP"),
        ("2027-03-02", ""),
        ("2027-04-01", ""),
    ],
)
def test_an_element_with_a_partial_start_has_begun_after_its_last_possible_day(date, expected):
    assert (
        of(date, [*SCREENED, ("2025-08-04T10:00", "2026-10", "TREATMENT"), ("2026-10", "2027-03", "FOLLOW-UP")])
        == expected
    )


def test_an_element_without_an_end_lasts():
    assert of("2027-01-01", ONGOING) == "TREATMENT"


def test_a_subject_without_elements_has_no_epoch():
    assert of("2025-09-01", []) == ""


def test_elements_are_those_of_the_own_subject():
    columns = (
        ["2025-07-20", "2025-08-04", "2025-09-01"],
        ["2025-08-04", "", ""],
        ["SCREENING", "TREATMENT", "SCREENING"],
    )
    start, end, name = (Many(text(c), np.array([1, 1, 2]), 4) for c in columns)
    made = epoch(text(["2025-09-10"] * 3), start, end, name, np.array([2, 1, 3]))
    assert made.tolist() == ["SCREENING", "TREATMENT", ""]


@pytest.mark.parametrize(
    ("date", "exposure", "expected"),
    [
        ("2025-08-04", "2025-08-04T10:00", "SCREENING"),
        ("2025-08-04T12:00", "2025-08-04", "SCREENING"),
        ("2025-08-04T09:00", "2025-08-04T10:00", "SCREENING"),
        ("2025-08-04T10:00", "2025-08-04T10:00", "TREATMENT"),
        ("2025-08-04T12:00", "2025-08-04T10:00", "TREATMENT"),
        ("2025-08-03", "2025-08-04T10:00", "SCREENING"),
        ("2025-08-05", "2025-08-04T10:00", "TREATMENT"),
        ("2025-08", "2025-08-04T10:00", ""),
        ("2025-08-04", "", "TREATMENT"),
    ],
)
def test_a_finding_on_the_day_of_exposure_is_before_it_where_one_has_no_time(date, exposure, expected):
    start = exposure or "2025-08-04T10:00"
    assert of(date, [("2025-07-20T11:00", start, "SCREENING"), (start, "", "TREATMENT")], exposure) == expected


def test_no_baseline_record_stands_in_an_epoch_after_the_first_one(built):
    counted = 0
    for name in ("eg", "is", "lb", "mb", "rs", "tr", "tu", "vs"):
        _, records = read_xpt(built / "sdtm" / f"{name}.xpt")
        baseline = records[records[f"{name.upper()}LOBXFL"] == "Y"]
        counted += len(baseline)
        assert set(baseline["EPOCH"]) <= {"SCREENING"}, name
    assert counted > 1000
