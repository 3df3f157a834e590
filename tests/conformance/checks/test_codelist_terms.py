"""Terms of the study's codelists."""

from checked import codelist, found, package, study


def test_a_value_that_is_no_term():
    p = package(DM={"SEX": ["M", "m", "", "X"], "RACE": ["a", "b", "c", "d"]})
    s = study([codelist("SEX", M="C20197", F="C16576")], DM={"SEX": "SEX", "RACE": ""})
    assert found("codelist_terms", "DM", p, study=s) == [(2, ("m",), "SEX"), (4, ("X",), "SEX")]
