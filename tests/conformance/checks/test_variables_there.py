"""Required and expected variables."""

from checked import found, package


def test_each_variable_that_is_missing():
    p = package(TE={"STUDYID": ["S"], "DOMAIN": ["TE"], "ETCD": ["E"], "TESTRL": ["a"]})
    assert found("variables_there", "TE", p, core="Req") == [(None, ("ELEMENT",), "ELEMENT")]
    assert found("variables_there", "TE", p, core="Exp") == []
