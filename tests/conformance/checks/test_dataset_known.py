"""Names of datasets."""

from checked import dataset, found, package


def test_a_name_that_the_standard_has_not():
    p = package(AE={"USUBJID": ["1"]}, SUPPAE={"USUBJID": ["1"]}, ZZ=dataset("ZZ", label="Own", USUBJID=["1"]))
    assert found("dataset_known", "AE", p) == found("dataset_known", "SUPPAE", p) == []
    assert found("dataset_known", "ZZ", p) == [(None, ("DOMAIN", "ZZ"), "")]


def test_a_part_of_a_domain_is_known():
    p = package(QSPH=dataset("QSPH", label="Questionnaires, part", USUBJID=["1"]), ZZPH=dataset("ZZPH", USUBJID=["1"]))
    assert found("dataset_known", "QSPH", p) == found("dataset_label", "QSPH", p) == []
    assert found("dataset_known", "ZZPH", p) == [(None, ("DOMAIN", "ZZPH"), "")]
