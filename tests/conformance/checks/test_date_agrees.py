"""A date and what was collected."""

from checked import found, package


def test_a_complete_date_is_not_imputed():
    p = package(
        ADAE={
            "ASTDT": [24000, 24001, 24000, None],
            "AESTDTC": ["2025-09-16T09:30", "2025-09-16", "2025-09", "2025-09-16"],
        }
    )
    assert found("date_agrees", "ADAE", p, date="ASTDT", collected="AESTDTC") == [
        (2, ("24001", "2025-09-16"), "24000"),
        (4, ("", "2025-09-16"), "24000"),
    ]
