import pytest

from onespec.engine.columns import text
from onespec.engine.contract import Report
from onespec.sdtm.methods.age_at import age_at


@pytest.mark.parametrize(
    ("birth", "date", "age"),
    [
        ("1965-08-04", "2025-08-03", 59),
        ("1965-08-04", "2025-08-04", 60),
        ("1965-08", "2025-07-31", 59),
        ("1965-08", "2025-09-01", 60),
        ("1965", "2025-12-31", 60),
        ("1964-02-29", "2025-02-28", 60),
        ("1964-02-29", "2025-03-01T09:00", 61),
    ],
)
def test_completed_years(birth, date, age):
    report = Report()
    assert list(age_at(text([birth]), text([date]), report)) == [age]
    assert report.entries == []


@pytest.mark.parametrize(
    ("birth", "date"), [("1965-08", "2025-08-15"), ("1965", "2025-06-01"), ("1965-08-04", "2025-09")]
)
def test_an_open_age_is_asked_for(birth, date):
    report = Report()
    assert age_at(text([birth]), text([date]), report).isna().all()
    assert [e[1] for e in report.entries] == ["AGE-UNKNOWN"]


def test_no_birth_date_no_age():
    report = Report()
    assert age_at(text([""]), text(["2025-08-04"]), report).isna().all()
    assert report.entries == []
