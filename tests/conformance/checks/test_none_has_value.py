"""None of several may have a value."""

from checked import found, package


def test_one_has_it():
    p = package(AE={"AESDTH": ["N", "", ""], "AESHOSP": ["Y", "N", ""]})
    assert found("none_has_value", "AE", p, variables=["AESDTH", "AESHOSP"], value="Y") == [(1, ("N", "Y"), "")]
