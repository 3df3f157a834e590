"""One of several must have a value."""

from checked import found, package


def test_none_has_it():
    p = package(AE={"AESDTH": ["N", "Y", ""], "AESHOSP": ["Y", "N", "N"]})
    assert found("one_has_value", "AE", p, variables=["AESDTH", "AESHOSP"], value="Y") == [(3, ("", "N"), "")]
