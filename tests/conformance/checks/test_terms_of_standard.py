"""Codelists that are not extensible."""

from checked import codelist, found, package, study


def test_a_term_without_a_code_in_a_closed_codelist():
    p = package(DM={"SEX": ["M", "D"], "RACE": ["ASIAN", "MARTIAN"]})
    s = study(
        [codelist("SEX", extensible=False, M="C20197", D=""), codelist("RACE", ASIAN="C41260", MARTIAN="")],
        DM={"SEX": "SEX", "RACE": "RACE"},
    )
    assert found("terms_of_standard", "DM", p, study=s) == [(2, ("D",), "SEX")]


def test_the_sponsors_own_codelist_has_no_codes():
    s = study([codelist("SITE", extensible=False, standard="", A="")], DM={"SITEID": "SITE"})
    assert found("terms_of_standard", "DM", package(DM={"SITEID": ["A"]}), study=s) == []
