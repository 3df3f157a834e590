"""No result where none was made."""

from checked import found, package


def test_a_status_and_a_result():
    p = package(
        LB={
            "LBSTAT": ["", "NOT DONE", "NOT DONE", "NOT DONE"],
            "LBORRES": ["5", "", "5", ""],
            "LBSTRESN": [5, None, None, 5],
        }
    )
    assert found("no_result", "LB", p, status="LBSTAT", results=["LBORRES", "LBSTRESN"]) == [
        (3, ("NOT DONE", "5", ""), ""),
        (4, ("NOT DONE", "", "5"), ""),
    ]
