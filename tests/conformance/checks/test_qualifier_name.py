"""Names of supplemental qualifiers."""

from checked import found, package


def test_names_and_labels():
    p = package(
        AE={"AETERM": ["a"]},
        SUPPAE={
            "QNAM": ["AEWEATHR", "ABCDEFGHI", "AETERM", "1ST", "AELONG"],
            "QLABEL": ["Weather", "a", "a", "a", "L" * 41],
        },
    )
    assert found("qualifier_name", "SUPPAE", p, name="QNAM", label="QLABEL") == [
        (2, ("ABCDEFGHI", "a"), "the name is not legal"),
        (3, ("AETERM", "a"), "the dataset has a variable of this name"),
        (4, ("1ST", "a"), "the name is not legal"),
        (5, ("AELONG", "L" * 41), "the label is longer than 40"),
    ]
