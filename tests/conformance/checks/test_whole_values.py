"""Numbers that are whole."""

from checked import found, package


def test_halves():
    p = package(ADTTE={"ADT": [24000, 24000.5, None, -3], "PARAM": ["a"] * 4})
    assert found("whole_values", "ADTTE", p, variables=["ADT", "PARAM"]) == [(2, ("24000.5",), "ADT")]
