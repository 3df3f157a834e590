"""Records without a value."""

from checked import found, package


def test_a_value_or_a_reason():
    p = package(
        ADVS={
            "PARAMCD": ["A"] * 4,
            "AVAL": [1, None, None, None],
            "AVALC": ["", "X", "", ""],
            "DTYPE": ["", "", "LOV", ""],
        }
    )
    assert found("value_or_reason", "ADVS", p, values=["AVAL", "AVALC"], reasons=["DTYPE"]) == [(4, ("", ""), "")]
