"""Analysis days."""

from checked import found, package


def test_there_is_no_day_0():
    p = package(
        ADSL={"USUBJID": ["1", "2"], "TRTSDT": [100, None]},
        ADVS={
            "USUBJID": ["1", "1", "1", "2", "1"],
            "PARAMCD": ["A"] * 5,
            "ADT": [100, 99, 102, 100, 101],
            "ADY": [1, -1, 2, 1, None],
        },
    )
    assert found("relative_day", "ADVS", p, day="ADY", date="ADT", reference="ADSL.TRTSDT") == [
        (3, ("2", "102"), "3"),
        (4, ("1", "100"), "blank"),
        (5, ("", "101"), "2"),
    ]
