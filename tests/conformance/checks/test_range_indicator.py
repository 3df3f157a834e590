"""The reference range indicator."""

from checked import found, package


def test_against_the_limits():
    p = package(
        LB={
            "LBNRIND": ["LOW", "NORMAL", "NORMAL", "HIGH", "NORMAL", "", "ABNORMAL"],
            "LBSTRESN": [1, 5, 10, 5, 5, 5, 20],
            "LBSTNRLO": [2, 2, 2, 2, None, 2, 2],
            "LBSTNRHI": [8, 8, 8, None, None, 8, 8],
        }
    )
    assert found(
        "range_indicator", "LB", p, indicator="LBNRIND", result="LBSTRESN", low="LBSTNRLO", high="LBSTNRHI"
    ) == [
        (3, ("NORMAL", "10", "2", "8"), ""),
        (4, ("HIGH", "5", "2", ""), ""),
        (5, ("NORMAL", "5", "", ""), ""),
        (6, ("", "5", "2", "8"), ""),
    ]
