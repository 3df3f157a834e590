import pytest

from onespec.engine.columns import text
from onespec.sdtm.methods.study_day import study_day


@pytest.mark.parametrize(
    ("date", "reference", "day"),
    [
        ("2025-08-04", "2025-08-04", 1),
        ("2025-08-05", "2025-08-04", 2),
        ("2025-08-03", "2025-08-04", -1),
        ("2025-08-04T08:00", "2025-08-04T10:30", 1),
        ("2024-03-01", "2024-02-28", 3),
    ],
)
def test_day(date, reference, day):
    assert study_day(text([date]), text([reference]))[0] == day


@pytest.mark.parametrize(("date", "reference"), [("2025-08", "2025-08-04"), ("2025-08-04", ""), ("", "2025-08-04")])
def test_no_day_without_complete_dates(date, reference):
    assert study_day(text([date]), text([reference])).isna().all()
