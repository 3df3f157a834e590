"""Dates that are numbers."""

from checked import found, package


def test_a_day_before():
    p = package(ADSL={"USUBJID": ["1"], "TRTSDT": [5]}, ADVS={"USUBJID": ["1"] * 4, "ADT": [4, 5, 6, None]})
    assert found("number_not_before", "ADVS", p, numbers=["ADT"], limit="ADSL.TRTSDT") == [(1, ("4", "5"), "")]
