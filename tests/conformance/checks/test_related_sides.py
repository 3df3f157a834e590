"""Relationships have two sides."""

from checked import found, package


def test_one_side():
    p = package(RELREC={"USUBJID": ["", "", "1", "2", "2"], "RELID": ["TUTR", "TUTR", "R1", "R1", "R1"]})
    assert found("related_sides", "RELREC", p, relation="RELID") == [
        (3, ("R1",), "")
    ]  # another subject's R1 is another relationship
