"""Values and the codelists of define.xml."""

from checked import define, found, group, package


def test_a_value_that_is_no_term():
    p = package(AE={"AEOUT": ["FATAL", "fatal", "", "UNKNOWN"], "AETERM": ["a", "b", "c", "d"]})
    assert found(
        "define_terms", "AE", p, define=define(AE=group("AE", AEOUT={"terms": ["FATAL", "UNKNOWN"]}, AETERM={}))
    ) == [(2, ("fatal",), "")]
