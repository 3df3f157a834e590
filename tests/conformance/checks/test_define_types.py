"""Types and define.xml."""

from checked import define, found, group, package


def test_types_that_differ():
    p = package(LB={"LBSEQ": [1, 2.5], "LBTEST": ["a", "b"], "LBDY": [1, 2], "LBSTRESN": [0.5, None]})
    d = define(
        LB=group(
            "LB",
            LBSEQ={"type": "integer"},
            LBTEST={"type": "integer"},
            LBDY={"type": "text"},
            LBSTRESN={"type": "float"},
        )
    )
    assert found("define_types", "LB", p, define=d) == [
        (None, ("LBTEST", "Char"), "Char, and integer in define.xml"),
        (None, ("LBDY", "Num"), "Num, and text in define.xml"),
        (2, ("2.5",), "not whole, and integer in define.xml"),
    ]
