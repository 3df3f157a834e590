"""A result as text and as number."""

from checked import found, package


def test_text_and_number_differ():
    p = package(
        LB={
            "LBSTRESC": ["1.20", "1.2", "NEGATIVE", "<0.5", "7", "", "0.1"],
            "LBSTRESN": [1.2, 1.3, None, 0.5, None, None, 0.1],
        }
    )
    assert found("numeric_result", "LB", p, text="LBSTRESC", number="LBSTRESN") == [
        (2, ("1.2", "1.3"), ""),
        (4, ("<0.5", "0.5"), ""),
        (5, ("7", ""), ""),
    ]
