"""Units of numeric results."""

from checked import found, package


def test_others_of_the_test_have_a_unit():
    p = package(
        LB={
            "LBTESTCD": ["ALT", "ALT", "PH", "PROT", "PROT"],
            "LBSPEC": ["SERUM", "SERUM", "URINE", "SERUM", "URINE"],
            "LBORRES": ["5", "6", "7", "70", "2+"],
            "LBORRESU": ["U/L", "", "", "g/L", ""],
        }
    )
    assert found("unit_there", "LB", p, result="LBORRES", unit="LBORRESU", by=["LBTESTCD", "LBSPEC"]) == [
        (2, ("ALT", "SERUM", "6", ""), "")
    ]
