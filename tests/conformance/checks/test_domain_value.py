"""DOMAIN and RDOMAIN."""

from checked import found, package


def test_the_name_of_the_dataset():
    p = package(AE={"DOMAIN": ["AE", "CM"]}, SUPPAE={"RDOMAIN": ["AE", "CM"]})
    assert found("domain_value", "AE", p, variable="DOMAIN") == [(2, ("CM",), "")]
    assert found("domain_value", "SUPPAE", p, variable="RDOMAIN") == [(2, ("CM",), "")]
