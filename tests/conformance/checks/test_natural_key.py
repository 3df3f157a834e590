"""Keys."""

from checked import define, found, group, package


def test_every_record_but_the_first():
    p = package(AE={"USUBJID": ["1", "1", "1", "2"], "AETERM": ["a", "a", "b", "a"], "AESEQ": [1, 2, 3, 1]})
    d = define(AE=group("AE", keys=["USUBJID", "AETERM"], USUBJID={}, AETERM={}))
    assert found("natural_key", "AE", p, define=d) == [(2, ("1", "a"), "")]
