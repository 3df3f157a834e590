"""Codelists that depend on another variable."""

from checked import codelist, found, package, study


def test_each_value_by_its_own_codelist():
    p = package(
        DS={
            "DSCAT": ["PROTOCOL MILESTONE", "DISPOSITION EVENT", "DISPOSITION EVENT", "OTHER"],
            "DSDECOD": ["RANDOMIZED", "RANDOMIZED", "COMPLETED", "ANY"],
        }
    )
    s = study(
        [codelist("PROTMLST", RANDOMIZED="C1"), codelist("NCOMPLT", COMPLETED="C2")],
        DS={"DSCAT": "", "DSDECOD": {"DSCAT": {"PROTOCOL MILESTONE": "PROTMLST", "DISPOSITION EVENT": "NCOMPLT"}}},
    )
    assert found("codelist_terms_by_value", "DS", p, study=s) == [(2, ("RANDOMIZED", "DISPOSITION EVENT"), "NCOMPLT")]
