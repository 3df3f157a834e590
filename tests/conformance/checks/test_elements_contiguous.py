"""Elements follow one another."""

from checked import found, package


def test_gap_overlap_and_next_day():
    p = package(
        SE={
            "USUBJID": ["1", "1", "1", "2", "2", "3", "3"],
            "SESTDTC": [
                "2025-08-01T09:00",
                "2025-08-10",
                "2025-09-01",
                "2025-08-01",
                "2025-08-20",
                "2025-08-01",
                "2025-08-09",
            ],
            "SEENDTC": ["2025-08-10T08:00", "2025-08-31", "", "2025-08-10", "", "2025-08-10", ""],
        }
    )
    assert found("elements_contiguous", "SE", p, start="SESTDTC", end="SEENDTC") == [
        (5, ("2025-08-20",), ""),
        (7, ("2025-08-09",), ""),
    ]


def test_only_the_last_may_be_open():
    p = package(SE={"USUBJID": ["1", "1"], "SESTDTC": ["2025-08-01", "2025-08-10"], "SEENDTC": ["", ""]})
    assert found("elements_contiguous", "SE", p, start="SESTDTC", end="SEENDTC") == [(2, ("2025-08-10",), "")]
