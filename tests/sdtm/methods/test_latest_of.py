from onespec.engine.columns import text
from onespec.sdtm.methods.latest_of import latest_of


def test_latest_of_the_dates_of_a_record():
    a = text(["2025-08-04", "", "", "2025-08"])
    b = text(["2025-08-05", "2025-08-01", "", "2025-08-01"])
    c = text(["2025-08-04T10:00", "", "", ""])
    assert list(latest_of([a, b, c])) == ["2025-08-05", "2025-08-01", "", "2025-08-01"]
