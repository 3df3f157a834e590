"""A value or the reason why there is none."""

from checked import found, package


def test_both_or_none():
    p = package(TS={"TSVAL": ["1", "", "1", ""], "TSVALNF": ["", "UNK", "UNK", ""]})
    assert found("not_both", "TS", p, one="TSVAL", other="TSVALNF") == [(3, ("1", "UNK"), ""), (4, ("", ""), "")]
