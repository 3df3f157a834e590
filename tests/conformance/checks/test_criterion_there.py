"""Criteria and their results."""

from checked import found, package


def test_a_result_about_nothing():
    p = package(ADVS={"PARAMCD": ["A"] * 2, "CRIT1": ["> 5", ""], "CRIT1FL": ["Y", "Y"], "CRIT2FL": ["Y", ""]})
    assert found("criterion_there", "ADVS", p, results=["CRIT1FL", "CRIT2FL"]) == [
        (None, ("CRIT2FL",), "there is no CRIT2"),
        (2, ("", "Y"), "CRIT1 is blank"),
    ]
