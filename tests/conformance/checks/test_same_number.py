"""Results that needed no conversion."""

from checked import found, package


def test_another_number_in_the_same_unit():
    p = package(
        LB={
            "LBORRES": ["12.345", "12.3", "<1", "12"],
            "LBORRESU": ["g/L", "g/L", "g/L", "g/dL"],
            "LBSTRESN": [12.3, 123, None, 120],
            "LBSTRESU": ["g/L"] * 4,
        }
    )
    assert found(
        "same_number",
        "LB",
        p,
        result="LBORRES",
        unit="LBORRESU",
        standard="LBSTRESN",
        standard_unit="LBSTRESU",
        digits=2,
    ) == [(2, ("12.3", "g/L", "123", "g/L"), "")]
