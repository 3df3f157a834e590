"""One standard unit a test."""

from checked import found, package


def test_the_rarer_unit():
    p = package(LB={"LBTESTCD": ["HGB", "HGB", "HGB", "HGB", "K"], "LBSTRESU": ["g/L", "g/L", "g/dL", "", "mmol/L"]})
    assert found("one_unit", "LB", p, unit="LBSTRESU", by=["LBTESTCD", "LBSPEC"]) == [(3, ("HGB", "g/dL"), "")]
