"""Datasets and define.xml."""

from checked import define, found, group, package


def test_datasets_of_one_side():
    p = package(AE={"AETERM": ["a"]}, CM={"CMTRT": ["a"]})
    assert found("define_datasets", "", p, define=define(AE=group("AE"), VS=group("VS"))) == [
        (None, (), "CM is not in define.xml"),
        (None, (), "VS of define.xml is not in the package"),
    ]
