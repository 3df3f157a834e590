"""Numbers within limits."""

from checked import found, package

P = package(EX={"EXDOSE": [-1, 0, 5, 200, None]})


def test_at_least_and_at_most():
    assert found("in_range", "EX", P, variable="EXDOSE", at_least=0, at_most=100) == [
        (1, ("-1",), ""),
        (4, ("200",), ""),
    ]


def test_above():
    assert found("in_range", "EX", P, variable="EXDOSE", above=0) == [(1, ("-1",), ""), (2, ("0",), "")]
