"""Dates within the subject's elements."""

from checked import found, package

SE = {
    "USUBJID": ["1", "1", "2"],
    "SESTDTC": ["2025-08-01", "2025-09-01", "2025-08-01"],
    "SEENDTC": ["2025-09-01", "2025-12-31", ""],
}


def test_before_the_first_and_after_the_last():
    p = package(
        SE=SE,
        AE={
            "USUBJID": ["1", "1", "1", "2", "3"],
            "AESTDTC": ["2025-07-31", "2025-10-01", "2026-01-01", "2030", "2020"],
        },
    )
    assert found("within_elements", "AE", p, date="AESTDTC") == [
        (1, ("2025-07-31", "2025-08-01"), ""),
        (3, ("2026-01-01", "2025-12-31"), ""),
    ]
