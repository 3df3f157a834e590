"""There is no study day 0."""

from checked import found, package


def test_zero_and_fractions():
    assert found("day_not_zero", "LB", package(LB={"LBDY": [-1, 0, 1, 1.5, None]}), days=["LBDY"]) == [
        (2, ("0",), ""),
        (4, ("1.5",), ""),
    ]
