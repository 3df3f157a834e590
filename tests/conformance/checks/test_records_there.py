"""Datasets without records."""

from checked import found, package


def test_no_records():
    p = package(DM={"USUBJID": ["1"]}, CO={"USUBJID": []})
    assert found("records_there", "CO", p) == [(None, (), "")]
    assert found("records_there", "DM", p) == []
