"""Shifts."""

from checked import found, package


def test_another_order_and_a_shift_from_nothing():
    p = package(
        ADLB={
            "PARAMCD": ["A"] * 4,
            "SHIFT1": ["NORMAL to HIGH", "HIGH to NORMAL", "NORMAL to HIGH", ""],
            "BNRIND": ["NORMAL", "NORMAL", "", "NORMAL"],
            "ANRIND": ["HIGH", "HIGH", "HIGH", "HIGH"],
        }
    )
    assert found("shift_agrees", "ADLB", p, shift="SHIFT1", base="BNRIND", value="ANRIND") == [
        (2, ("HIGH to NORMAL", "NORMAL", "HIGH"), "NORMAL to HIGH"),
        (3, ("NORMAL to HIGH", "", "HIGH"), ""),
    ]
