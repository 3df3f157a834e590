"""Terms that a dataset must have."""

from checked import found, package


def test_each_that_is_missing():
    p = package(TS={"TSPARMCD": ["TITLE", "TPHASE"]})
    assert found("parameters_there", "TS", p, variable="TSPARMCD", names=["TITLE", "RANDOM", "TPHASE"]) == [
        (None, ("TSPARMCD", "RANDOM"), "RANDOM")
    ]
