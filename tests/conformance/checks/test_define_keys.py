"""Keys of define.xml."""

from checked import define, found, group, package


def test_keys_that_the_dataset_has_not():
    p = package(AE={"USUBJID": ["1"]}, CM={"USUBJID": ["1"]})
    d = define(AE=group("AE", keys=["USUBJID", "AESEQ"], USUBJID={}), CM=group("CM", USUBJID={}))
    assert found("define_keys", "AE", p, define=d) == [(None, ("AESEQ",), "AESEQ")]
    assert found("define_keys", "CM", p, define=d) == [(None, (), "none")]
