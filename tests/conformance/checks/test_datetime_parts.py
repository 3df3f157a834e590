"""Datetimes and their parts."""

from checked import found, package


def test_date_and_time():
    p = package(
        ADVS={
            "PARAMCD": ["A"] * 4,
            "ADTM": [86_400 + 60, 86_400 + 60, 86_400 + 60, None],
            "ADT": [1, 2, 1, 1],
            "ATM": [60, 60, 61, 60],
        }
    )
    assert found("datetime_parts", "ADVS", p, datetimes=["ADTM"]) == [
        (2, ("86460", "2"), "ADT"),
        (3, ("86460", "61"), "ATM"),
    ]
