"""Lesions never measured at baseline."""

from checked import found, package


def test_identified_and_not_measured():
    p = package(
        TU={"USUBJID": ["1", "1", "2"], "TULNKID": ["T1", "T2", "T1"]},
        TR={"USUBJID": ["1", "1"], "TRLNKID": ["T1", "T2"], "TRLOBXFL": ["Y", ""]},
    )
    assert found("measured_at_baseline", "TU", p, link="TULNKID") == [(2, ("1", "T2"), ""), (3, ("2", "T1"), "")]
