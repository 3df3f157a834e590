"""Dates that come too early."""

from checked import found, package


def test_before_in_every_reading():
    p = package(
        DM={"USUBJID": ["1", "2"], "RFICDTC": ["2025-08-03T09:30", ""]},
        LB={
            "USUBJID": ["1", "1", "1", "1", "1", "2"],
            "LBDTC": ["2025-08-02", "2025-08-03", "2025-08-03T09:00", "2025-08", "2025-07", "2020-01-01"],
        },
    )
    assert found("dates_not_before", "LB", p, dates=["LBDTC"], limit="DM.RFICDTC") == [
        (1, ("2025-08-02", "2025-08-03T09:30"), ""),
        (3, ("2025-08-03T09:00", "2025-08-03T09:30"), ""),
        (5, ("2025-07", "2025-08-03T09:30"), ""),
    ]
