"""A value that needs another."""

from checked import found, package

P = package(EX={"EXDOSE": [1, 1, None], "EXDOSU": ["mg", "", ""]})


def test_the_other_is_blank():
    assert found("needs", "EX", P, variable="EXDOSE", other="EXDOSU") == [(2, ("1", ""), "")]


def test_the_other_is_not_there():
    assert found("needs", "EX", P, variable="EXDOSU", other="EXROUTE") == [(1, ("mg",), "")]
