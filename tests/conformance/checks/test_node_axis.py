"""Lymph nodes are measured on the short axis."""

from checked import found, package


def test_a_node_by_its_longest_diameter():
    p = package(
        TU={"USUBJID": ["1", "1"], "TULNKID": ["T1", "T2"], "TULOC": ["LYMPH NODE, HILAR", "LIVER"]},
        TR={"USUBJID": ["1", "1", "2"], "TRLNKID": ["T1", "T2", "T1"], "TRTESTCD": ["LDIAM", "LDIAM", "LDIAM"]},
    )
    assert found("node_axis", "TR", p, link="TRLNKID", test="TRTESTCD", organs=["LYMPH NODE"]) == [
        (1, ("1", "T1", "LDIAM"), "")
    ]
