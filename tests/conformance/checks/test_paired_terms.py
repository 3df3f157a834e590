"""A code and its name."""

from checked import codelist, found, package, study

P = package(LB={"LBTESTCD": ["ALT", "ALT", "OWN"], "LBTEST": ["Alanine", "Albumin", "Albumin"]})
LISTS = [
    codelist("LBTESTCD", ALT="C64433", ALB="C64431", OWN=""),
    codelist("LBTEST", Alanine="C64433", Albumin="C64431"),
]


def test_code_and_name_are_one_term():
    s = study(LISTS, LB={"LBTESTCD": "LBTESTCD", "LBTEST": "LBTEST"})
    assert found("paired_terms", "LB", P, study=s, code="LBTESTCD", decode="LBTEST") == [(2, ("ALT", "Albumin"), "")]


def test_codelists_by_category():
    p = package(RS={"RSCAT": ["A", "A"], "RSTESTCD": ["ALT", "ALB"], "RSTEST": ["Albumin", "Albumin"]})
    s = study(LISTS, RS={"RSCAT": "", "RSTESTCD": {"RSCAT": {"A": "LBTESTCD"}}, "RSTEST": {"RSCAT": {"A": "LBTEST"}}})
    assert found("paired_terms", "RS", p, study=s, code="RSTESTCD", decode="RSTEST") == [(1, ("ALT", "Albumin"), "")]
