"""Numbers that count."""

from checked import found, package


def test_fractions_zero_and_below():
    assert found("whole_number", "AE", package(AE={"AESEQ": [1, 0, -1, 1.5, None]}), numbers=["AESEQ"]) == [
        (2, ("0",), ""),
        (3, ("-1",), ""),
        (4, ("1.5",), ""),
    ]
