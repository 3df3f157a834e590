"""Numbers in their order."""

from checked import found, package


def test_an_end_before_the_start():
    p = package(ADAE={"ASTDT": [5, 5, 5, None], "AENDT": [4, 5, None, 4]})
    assert found("numbers_in_order", "ADAE", p, start="ASTDT", end="AENDT") == [(1, ("5", "4"), "")]
