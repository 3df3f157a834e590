"""Two dates of a record."""

from checked import found, package


def test_the_end_is_before_the_start():
    p = package(
        AE={
            "AESTDTC": ["2025-08-03", "2025-08-03", "2025-08-03", "2025-08-03T10:00", ""],
            "AEENDTC": ["2025-08-03", "2025-08-02", "2025-08", "2025-08-03T09:00", "2025"],
        }
    )
    assert found("in_order", "AE", p, start="AESTDTC", end="AEENDTC") == [
        (2, ("2025-08-03", "2025-08-02"), ""),
        (4, ("2025-08-03T10:00", "2025-08-03T09:00"), ""),
    ]
