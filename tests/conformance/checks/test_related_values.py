"""Values that link datasets."""

from checked import found, package

RELREC = {"RDOMAIN": ["TU", "TR"], "USUBJID": ["", ""], "IDVAR": ["TULNKID", "TRLNKID"], "RELID": ["TUTR", "TUTR"]}
TU = {"USUBJID": ["1", "1"], "TULNKID": ["T1", "T2"]}
HOW = {"relation": "RELID", "domain": "RDOMAIN", "variable": "IDVAR"}


def test_some_value_has_a_partner():
    assert (
        found(
            "related_values",
            "RELREC",
            package(RELREC=RELREC, TU=TU, TR={"USUBJID": ["1", "1"], "TRLNKID": ["T1", "X"]}),
            **HOW,
        )
        == []
    )


def test_no_value_has_a_partner():
    p = package(RELREC=RELREC, TU=TU, TR={"USUBJID": ["2", "1"], "TRLNKID": ["T1", "X"]})
    assert found("related_values", "RELREC", p, **HOW) == [
        (1, ("TUTR", "TU", "TULNKID"), ""),
        (2, ("TUTR", "TR", "TRLNKID"), ""),
    ]
