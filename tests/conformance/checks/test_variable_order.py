"""The order of variables."""

from checked import found, package


def test_a_variable_before_its_place():
    p = package(AE={"STUDYID": ["S"], "AEDECOD": ["a"], "AETERM": ["a"], "AEOUT": ["a"]})
    assert found("variable_order", "AE", p) == [(None, ("AETERM",), "AETERM stands after AEDECOD")]


def test_variables_of_the_model_have_no_place_of_their_own():
    p = package(
        EX={"EXTRT": ["a"], "VISITNUM": [1], "EPOCH": ["TREATMENT"], "EXSTDTC": ["2026"]}
    )  # the guide lists no VISITNUM for EX
    assert found("variable_order", "EX", p) == []
