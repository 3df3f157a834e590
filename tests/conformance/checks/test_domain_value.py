"""DOMAIN and RDOMAIN."""

from checked import dataset, found, package


def test_the_name_of_the_dataset():
    p = package(AE={"DOMAIN": ["AE", "CM"]}, SUPPAE={"RDOMAIN": ["AE", "CM"]})
    assert found("domain_value", "AE", p, variable="DOMAIN") == [(2, ("CM",), "")]
    assert found("domain_value", "SUPPAE", p, variable="RDOMAIN") == [(2, ("CM",), "")]


def test_a_split_dataset_keeps_its_domain():
    """SDTMIG 3.4, 4.1.7."""
    p = package(
        QSPH=dataset("QSPH", DOMAIN=["QS", "QSPH"]),
        SUPPQSPH=dataset("SUPPQSPH", RDOMAIN=["QS", "QSPH"]),
        LBUR=dataset("LBUR", DOMAIN=["LB", "LB"]),
    )
    assert found("domain_value", "QSPH", p, variable="DOMAIN") == [(2, ("QSPH",), "")]
    assert found("domain_value", "SUPPQSPH", p, variable="RDOMAIN") == [(2, ("QSPH",), "")]
    assert found("domain_value", "LBUR", p, variable="DOMAIN") == []
