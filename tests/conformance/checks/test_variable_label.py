"""Labels of variables."""

from checked import dataset, found, package


def test_another_label_than_the_standards():
    p = package(AE=dataset("AE", AETERM=["a"], AEDECOD=["a"], variables={"AEDECOD": {"label": "Preferred Term"}}))
    assert found("variable_label", "AE", p) == [
        (None, ("AEDECOD", "Preferred Term"), "'Preferred Term' instead of 'Dictionary-Derived Term'")
    ]
