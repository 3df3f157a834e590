"""define.xml is there."""

from checked import define, found, group, package


def test_no_define():
    p = package(AE={"AETERM": ["a"]})
    assert found("define_read", "", p) == [(None, (), "")]
    assert found("define_read", "", p, define=define(AE=group("AE"))) == []
