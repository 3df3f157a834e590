"""A text and a number that say the same."""

from checked import found, package


def test_within_the_parameter_and_where_both_are_filled():
    p = package(
        ADRS={"PARAMCD": ["A", "A", "A", "B", "A"], "AVALC": ["CR", "CR", "PR", "CR", "<5"], "AVAL": [1, 1, 1, 9, None]}
    )
    assert found("pairs_where_filled", "ADRS", p, one="AVALC", other="AVAL", by=["PARAMCD"]) == [
        (3, ("A", "PR", "1"), "")
    ]
