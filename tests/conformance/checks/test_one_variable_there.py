"""One of several variables."""

from checked import found, package


def test_by_name_and_pattern():
    p = package(ADTTE={"TRT01P": ["A"]}, ADVS={"TRT": ["A"]})
    assert found("one_variable_there", "ADTTE", p, names=["TRTP", "TRTxxP"]) == []
    assert found("one_variable_there", "ADVS", p, names=["TRTP", "TRTxxP"]) == [(None, (), "TRTP, TRTxxP")]
