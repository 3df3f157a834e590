"""Lengths and define.xml."""

from checked import define, found, group, package


def test_lengths_that_differ():
    p = package(AE={"AETERM": ["Fever"], "AEOUT": ["FATAL"], "AESTDTC": ["2026-01-01"], "AESEQ": [1]})
    d = define(
        AE=group(
            "AE",
            AETERM={"length": 7},
            AEOUT={"length": 5},
            AESTDTC={"type": "date", "length": None},
            AESEQ={"type": "integer", "length": 3},
        )
    )
    assert found("define_lengths", "AE", p, define=d) == [
        (None, ("AETERM", "5"), "5, and 7 in define.xml")
    ]  # of a number it is that of the digits
