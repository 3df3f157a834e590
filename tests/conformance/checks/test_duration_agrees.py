"""Durations in days."""

from checked import found, package


def test_where_the_text_says_days():
    p = package(
        ADTTE={
            "PARAM": ["A (days)", "A (days)", "A (months)"],
            "AVAL": [11, 10, 0.3],
            "STARTDT": [1, 1, 1],
            "ADT": [11, 11, 11],
        }
    )
    given = {"value": "AVAL", "start": "STARTDT", "end": "ADT"}
    assert found("duration_agrees", "ADTTE", p, **given, about="PARAM", unit="(days)") == [(2, ("10", "1", "11"), "11")]
    assert [f[0] for f in found("duration_agrees", "ADTTE", p, **given)] == [2, 3]
