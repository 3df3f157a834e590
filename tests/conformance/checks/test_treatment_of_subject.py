"""Treatments of the subject."""

from checked import found, package


def test_that_of_any_period():
    p = package(
        ADSL={"USUBJID": ["1"], "TRT01P": ["A"], "TRT02P": ["B"], "TRT01A": ["C"]},
        ADVS={"USUBJID": ["1", "1", "1", "2"], "PARAMCD": ["X"] * 4, "TRTP": ["A", "B", "C", "C"]},
    )
    assert found("treatment_of_subject", "ADVS", p, treatment="TRTP", dataset="ADSL", kind="P") == [(3, ("C",), "")]
