"""Percent changes from baseline."""

from checked import found, package


def test_a_baseline_of_0():
    p = package(ADVS={"PARAMCD": ["A"] * 3, "AVAL": [15, 15, 5], "BASE": [10, 10, 0], "PCHG": [50, 5, 100]})
    assert found("percent_agrees", "ADVS", p, percent="PCHG", value="AVAL", base="BASE") == [
        (2, ("5", "15", "10"), "50"),
        (3, ("100", "5", "0"), "blank"),
    ]
