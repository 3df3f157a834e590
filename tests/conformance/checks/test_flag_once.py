"""A flag that stands once."""

from checked import found, package


def test_the_second_one():
    p = package(
        LB={"USUBJID": ["1", "1", "1", "2"], "LBTESTCD": ["ALT", "ALT", "AST", "ALT"], "LBLOBXFL": ["Y", "Y", "Y", "Y"]}
    )
    assert found("flag_once", "LB", p, flag="LBLOBXFL", by=["LBTESTCD", "LBSPEC"]) == [(2, ("1", "ALT", "Y"), "")]
