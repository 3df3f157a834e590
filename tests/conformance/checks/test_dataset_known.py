"""Names of datasets."""

from checked import dataset, found, package


def test_a_name_that_the_standard_has_not():
    p = package(AE={"USUBJID": ["1"]}, SUPPAE={"USUBJID": ["1"]}, ZZ=dataset("ZZ", label="Own", USUBJID=["1"]))
    assert found("dataset_known", "AE", p) == found("dataset_known", "SUPPAE", p) == []
    assert found("dataset_known", "ZZ", p) == [(None, ("DOMAIN", "ZZ"), "")]
