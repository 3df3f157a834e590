"""Dates that come too late."""

from checked import found, package


def test_after_in_every_reading():
    p = package(
        DM={"USUBJID": ["1", "2"], "DTHDTC": ["2025-08", ""]},
        AE={"USUBJID": ["1", "1", "1", "2"], "AESTDTC": ["2025-08-31", "2025-09-01", "2025", "2030"]},
    )
    assert found("dates_not_after", "AE", p, dates=["AESTDTC"], limit="DM.DTHDTC") == [
        (2, ("2025-09-01", "2025-08"), "")
    ]


def test_a_date_that_is_none_is_not_compared():
    p = package(DM={"USUBJID": ["1"], "DTHDTC": ["2025-08"]}, AE={"USUBJID": ["1"], "AESTDTC": ["2026-02-30"]})
    assert found("dates_not_after", "AE", p, dates=["AESTDTC"], limit="DM.DTHDTC") == []
