"""Subjects that a dataset must have."""

from checked import found, package


def test_a_subject_who_is_lost():
    p = package(ADSL={"USUBJID": ["1", "3"]})
    beside = package(DM={"USUBJID": ["1", "2", "3"]})
    assert found("all_there", "ADSL", p, beside=beside, variable="USUBJID", reference="DM.USUBJID") == [
        (None, ("USUBJID", "2"), "2")
    ]
