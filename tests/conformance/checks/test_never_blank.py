"""Values that no record lacks."""

from checked import found, package


def test_blanks_of_texts_and_numbers():
    p = package(ADTTE={"PARAMCD": ["OS", ""], "CNSR": [None, 1]})
    assert found("never_blank", "ADTTE", p, variables=["PARAMCD", "CNSR"]) == [
        (1, ("",), "CNSR"),
        (2, ("",), "PARAMCD"),
    ]
