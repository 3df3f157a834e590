"""For all records or for none."""

from checked import found, package


def test_one_record_lacks_it():
    p = package(ADVS={"PARAMCD": ["A", "A", "B"], "BASETYPE": ["LAST", "", ""]})
    assert found("filled_throughout", "ADVS", p, variable="BASETYPE", by=["PARAMCD"]) == [(2, ("A", ""), "")]
