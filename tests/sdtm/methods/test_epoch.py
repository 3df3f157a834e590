import pandas as pd
import pytest

from onespec.engine.columns import TEXT, text
from onespec.sdtm.methods.epoch import epoch


def of(date, consent="2025-07-20", dose="2025-08-04T10:00", end="2026-01-15", last="2026-01-02"):
    return epoch(text([date]), text([consent]), text([dose]), text([last]), pd.Series([end], index=[7], dtype=TEXT), pd.Series([7]))[0]


@pytest.mark.parametrize(("date", "expected"), [
    ("2025-07-19", ""), ("2025-07-20", "SCREENING"), ("2025-08-03", "SCREENING"), ("2025-08-04T09:00", "SCREENING"),
    ("2025-08-04", "TREATMENT"), ("2025-08-04T10:00", "TREATMENT"), ("2026-01-15", "TREATMENT"), ("2026-01-16", "FOLLOW-UP"),
    ("2025-10", "TREATMENT"), ("2025-08", ""), ("2026-02", "FOLLOW-UP"), ("2027", "FOLLOW-UP"), ("2025", ""), ("", ""),
])
def test_epoch(date, expected):
    assert of(date) == expected


def test_treatment_lasts_while_it_has_no_end():
    assert of("2027-01-01", end="") == "TREATMENT"


def test_a_dose_after_the_decision_to_stop_is_treatment():
    assert of("2026-01-20", last="2026-01-20") == "TREATMENT"
    assert of("2026-01-21", last="2026-01-20") == "FOLLOW-UP"


def test_a_subject_never_dosed_stays_in_screening():
    assert of("2025-09-01", dose="", last="", end="") == "SCREENING"
