"""Two variables that say the same."""

from checked import found, package


def test_the_rarer_pair_is_at_fault():
    p = package(
        LB={
            "LBTESTCD": ["ALT", "ALT", "ALT", "AST", "K"],
            "LBTEST": ["Alanine", "Alanine", "Aspartate", "Aspartate", ""],
        }
    )
    assert found("one_to_one", "LB", p, code="LBTESTCD", decode="LBTEST") == [
        (3, ("ALT", "Aspartate"), "other records pair it otherwise"),
        (4, ("AST", "Aspartate"), "other records pair it otherwise"),
        (5, ("K", ""), "one of them is blank"),
    ]


def test_numbers_and_names():
    p = package(SV={"VISITNUM": [1, 2, 2, 3], "VISIT": ["SCREENING", "WEEK 1", "WEEK 1", "WEEK 1"]})
    assert found("one_to_one", "SV", p, code="VISITNUM", decode="VISIT") == [
        (4, ("3", "WEEK 1"), "other records pair it otherwise")
    ]


def test_within_another_variable():
    p = package(LB={"LBCAT": ["A", "B"], "LBTESTCD": ["ALT", "ALT"], "LBTEST": ["Alanine", "Aspartate"]})
    assert found("one_to_one", "LB", p, code="LBTESTCD", decode="LBTEST", by=["LBCAT"]) == []
