"""Labels of supplemental qualifiers."""

from checked import found, package


def faults(*pairs: tuple[str, str]) -> list:
    p = package(SUPPAE={"QNAM": [name for name, _ in pairs], "QLABEL": [label for _, label in pairs]})
    return found("qualifier_label", "SUPPAE", p, name="QNAM", label="QLABEL")


def test_parts_of_one_text_have_one_label():
    """AETERM continues in AETERM1, AETERM2; the qualifiers AENOTE and AEREMARK in AENOTE1 and AEREMAR1."""
    assert faults(("AETERM1", "Term"), ("AETERM2", "Term")) == []
    assert faults(("AENOTE", "Note"), ("AENOTE1", "Note")) == []
    assert faults(("AEREMAR1", "Remark"), ("AEREMARK", "Remark")) == []


def test_the_rarer_pair_is_at_fault():
    assert faults(("AEA", "One"), ("AEA", "One"), ("AEA", "Two"), ("AEB", "One"), ("AEC", "")) == [
        (3, ("AEA", "Two"), "other records pair it otherwise"),
        (4, ("AEB", "One"), "other records pair it otherwise"),
        (5, ("AEC", ""), "one of them is blank"),
    ]


def test_a_name_that_is_too_long_is_no_part():
    assert faults(("AETRTEM", "Flag"), ("AETRTEM", "Flag"), ("AETRTEMXX", "Flag")) == [
        (3, ("AETRTEMXX", "Flag"), "other records pair it otherwise")
    ]
