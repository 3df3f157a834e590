"""Changes from baseline."""

from checked import found, package


def test_wrong_filled_and_blank():
    p = package(
        ADVS={
            "PARAMCD": ["A"] * 5,
            "AVAL": [7, 8, 9, 9, 7.3],
            "BASE": [7, 7, None, 7, 7.1],
            "CHG": [None, 2, 2, None, 0.2],
            "ABLFL": ["Y", "", "", "", ""],
            "ADY": [1, 8, 8, 15, 15],
        }
    )
    given = {"change": "CHG", "value": "AVAL", "base": "BASE"}
    assert found("change_agrees", "ADVS", p, **given, flag="ABLFL", day="ADY") == [
        (2, ("2", "8", "7"), "1"),
        (3, ("2", "9", ""), "blank"),
        (4, ("", "9", "7"), "2"),
    ]
    assert [f[0] for f in found("change_agrees", "ADVS", p, **given)] == [2, 3]
