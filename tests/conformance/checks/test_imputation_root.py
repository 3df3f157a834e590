"""Flags of imputation."""

from checked import found, package


def test_a_flag_without_its_date():
    p = package(ADSL={"TRTSDT": [1, None], "TRTSDTF": ["D", "D"], "XDTF": ["D", ""]})
    assert found("imputation_root", "ADSL", p, flags=["TRTSDTF", "XDTF"]) == [
        (None, ("XDTF",), "there is no XDT"),
        (2, ("", "D"), "TRTSDT is blank"),
    ]
