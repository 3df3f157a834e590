"""Values that the guide lists."""

from checked import found, package


def test_a_flag_that_has_no_n():
    p = package(ADLB={"PARAMCD": ["K"] * 3, "ABLFL": ["Y", "N", ""], "CRIT1FL": ["N", "Y", "U"], "OWNFL": ["X"] * 3})
    assert found("values_of_standard", "ADLB", p, variables=["ABLFL", "CRIT1FL", "OWNFL"]) == [
        (2, ("N",), "Y"),
        (3, ("U",), "Y or N"),
    ]
