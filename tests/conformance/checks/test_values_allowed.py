"""Values that a variable may have."""

from checked import found, package


def test_another_value():
    p = package(LB={"LBLOBXFL": ["Y", "", "N"], "LBDRVFL": ["y", "", ""]})
    assert found("values_allowed", "LB", p, variables=["LBLOBXFL", "LBDRVFL"], values=["Y"]) == [
        (1, ("y",), ""),
        (3, ("N",), ""),
    ]
