"""Types of variables."""

from checked import found, package


def test_text_for_a_number_and_a_number_for_text():
    p = package(DM={"AGE": ["59"], "SEX": [1], "RACE": ["ASIAN"], "DMDY": [1]})
    assert found("variable_type", "DM", p) == [(None, ("AGE", "Char"), "Char"), (None, ("SEX", "Num"), "Num")]
