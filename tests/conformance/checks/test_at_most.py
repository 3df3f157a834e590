"""A number of things."""

from checked import found, package


def test_those_beyond_the_limit():
    p = package(
        TU={
            "USUBJID": ["1", "1", "1", "1", "2"],
            "TULOC": ["LIVER", "LIVER", "LIVER", "LUNG", "LIVER"],
            "TULNKID": ["T1", "T2", "T3", "T4", "T1"],
        }
    )
    assert found("at_most", "TU", p, variable="TULNKID", limit=3, by=["USUBJID"]) == [(4, ("1", "T4"), "")]
    assert found("at_most", "TU", p, variable="TULNKID", limit=2, by=["USUBJID", "TULOC"]) == [
        (3, ("1", "LIVER", "T3"), "")
    ]


def test_a_lesion_counts_once():
    p = package(TU={"USUBJID": ["1", "1", "1"], "TULNKID": ["T1", "T1", "T2"]})
    assert found("at_most", "TU", p, variable="TULNKID", limit=2, by=["USUBJID"]) == []
