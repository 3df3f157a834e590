"""The reference range indicator."""

from checked import found, package


def test_against_the_limits():
    p = package(
        LB={
            "LBNRIND": ["LOW", "NORMAL", "NORMAL", "HIGH", "NORMAL", "", "ABNORMAL", "LOW"],
            "LBSTRESN": [1, 5, 10, 5, 5, 5, 20, 5],
            "LBSTNRLO": [2, 2, 2, 2, None, 2, 2, None],
            "LBSTNRHI": [8, 8, 8, None, None, 8, 8, None],
        }
    )
    assert found(
        "range_indicator", "LB", p, indicator="LBNRIND", result="LBSTRESN", low="LBSTNRLO", high="LBSTNRHI"
    ) == [
        (3, ("NORMAL", "10", "2", "8"), ""),
        (4, ("HIGH", "5", "2", ""), ""),
        (6, ("", "5", "2", "8"), ""),
        (8, ("LOW", "5", "", ""), ""),
    ]
