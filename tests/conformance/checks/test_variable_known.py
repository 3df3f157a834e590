"""Variables of the class."""

from checked import found, package


def test_a_variable_of_the_class_or_of_no_class():
    p = package(
        AE={"USUBJID": ["1"], "AETERM": ["a"], "AELNKID": ["1"], "AEFOO": ["a"], "SEX": ["M"]}
    )  # AELNKID: of the general model
    assert found("variable_known", "AE", p) == [(None, ("AEFOO",), "AEFOO"), (None, ("SEX",), "SEX")]


def test_a_dataset_that_the_standard_has_not_is_not_looked_at():
    assert found("variable_known", "ZZ", package(ZZ={"FOO": ["a"]})) == []


def test_the_value_of_a_trial_parameter_continues_in_numbered_variables():
    p = package(TS={"TSVAL": ["a"], "TSVAL1": ["b"], "TSVAL9": ["c"], "TSVAL0": ["d"], "TSPARM1": ["e"]})
    assert found("variable_known", "TS", p) == [(None, ("TSVAL0",), "TSVAL0"), (None, ("TSPARM1",), "TSPARM1")]
