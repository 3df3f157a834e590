"""Groups of numbers."""

from checked import found, package


def test_one_in_the_wrong_group():
    p = package(ADSL={"AGE": [20, 30, 40, 70, 80, 75], "AGEGR1": ["<65", "<65", "<65", ">=65", ">=65", "<65"]})
    assert [f[0] for f in found("ranges_apart", "ADSL", p, value="AGE", category="AGEGR1", by=[])] == [4]


def test_groups_apart():
    p = package(ADSL={"AGE": [20, 64, 65, 80, None], "AGEGR1": ["<65", "<65", ">=65", ">=65", ""]})
    assert found("ranges_apart", "ADSL", p, value="AGE", category="AGEGR1", by=[]) == []
