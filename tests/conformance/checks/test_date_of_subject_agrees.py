"""A date and what a domain says of the subject."""

from checked import found, package


def test_another_day():
    p = package(ADSL={"USUBJID": ["1", "2", "3", "4"], "TRTSDT": [24000, 24001, 24001, None]})
    beside = package(
        DM={"USUBJID": ["1", "2", "3", "4"], "RFXSTDTC": ["2025-09-16T09:30", "2025-09-16", "2025-09", "2025-09-16"]}
    )
    assert found("date_of_subject_agrees", "ADSL", p, beside=beside, date="TRTSDT", reference="DM.RFXSTDTC") == [
        (2, ("24001", "2025-09-16"), "24000")
    ]
