"""Values that stand once."""

from checked import found, package

P = package(AE={"USUBJID": ["1", "1", "2", "1"], "AESEQ": [1, 2, 1, 2]})


def test_within_the_subject():
    assert found("unique_within", "AE", P, variable="AESEQ", by=["USUBJID"]) == [(4, ("1", "2"), "")]


def test_in_the_dataset():
    assert found("unique_within", "AE", P, variable="AESEQ") == [(3, ("1",), ""), (4, ("2",), "")]


def test_blanks_do_not_count():
    assert (
        found(
            "unique_within",
            "AE",
            package(AE={"USUBJID": ["1", "1"], "AESEQ": [None, None]}),
            variable="AESEQ",
            by=["USUBJID"],
        )
        == []
    )
