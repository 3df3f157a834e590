"""Variables of the class."""

from checked import found, package


def test_a_variable_of_the_class_or_of_no_class():
    p = package(
        AE={"USUBJID": ["1"], "AETERM": ["a"], "AELNKID": ["1"], "AEFOO": ["a"], "SEX": ["M"]}
    )  # AELNKID: of the general model
    assert found("variable_known", "AE", p) == [(None, ("AEFOO",), "AEFOO"), (None, ("SEX",), "SEX")]


def test_a_dataset_that_the_standard_has_not_is_not_looked_at():
    assert found("variable_known", "ZZ", package(ZZ={"FOO": ["a"]})) == []
