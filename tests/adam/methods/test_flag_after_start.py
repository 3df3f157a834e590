import pytest

from onespec.adam.methods.flag_after_start import flag_after_start
from onespec.engine.columns import text

DAY, TIMED = "2025-08-04", "2025-08-04T09:00"


@pytest.mark.parametrize(
    ("date", "start", "expected"),
    [
        ("2025-08-03T23:59", TIMED, "N"),
        ("2025-08-04T08:59", TIMED, "N"),
        ("2025-08-04T09:00", TIMED, "Y"),
        ("2025-08-04", TIMED, "N"),
        ("2025-08-04T20:00", DAY, "N"),
        ("2025-08-05", TIMED, "Y"),
        ("2025-08-05T01:00", DAY, "Y"),
        ("2025-08", DAY, ""),
        ("2025-07", DAY, "N"),
        ("2025-09", DAY, "Y"),
        ("2025", DAY, ""),
        ("2026", DAY, "Y"),
        ("", DAY, ""),
        ("2025-08-05", "", ""),
        ("2025-08-05", "2025-07", ""),
    ],
)
def test_flag_after_start(date, start, expected):
    assert flag_after_start(text([date]), text([start])).tolist() == [expected]
