"""Names of datasets."""

from checked import found, package


def test_a_dataset_of_another_beginning():
    p = package(ADSL={"USUBJID": ["1"]}, RESP={"USUBJID": ["1"]})
    assert found("begins_with", "ADSL", p, prefix="AD") == []
    assert found("begins_with", "RESP", p, prefix="AD") == [(None, (), "RESP")]
