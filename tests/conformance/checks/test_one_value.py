"""One value everywhere."""

from checked import found, package


def test_the_most_frequent_value_is_right():
    p = package(DM={"STUDYID": ["S", "S", "T"]}, AE={"STUDYID": ["S", "T", ""]})
    assert found("one_value", "AE", p, reference="DM.STUDYID") == [(2, ("T",), "S"), (3, ("",), "S")]
