"""Baselines."""

from checked import found, package

PARAMETERS = {"base": "BASE", "value": "AVAL", "flag": "ABLFL", "by": ["PARAMCD", "BASETYPE"]}


def test_the_value_of_the_flagged_record():
    p = package(
        ADVS={
            "USUBJID": ["1", "1", "1", "2", "1"],
            "PARAMCD": ["A", "A", "A", "A", "B"],
            "ABLFL": ["Y", "", "", "", "Y"],
            "AVAL": [7, 8, 9, 7, 1],
            "BASE": [7, 8, None, 7, None],
            "ADY": [1, 8, 15, 1, 1],
        }
    )
    assert found("baseline_value", "ADVS", p, **PARAMETERS, day="ADY") == [
        (2, ("1", "A", "8"), "it is not AVAL of the record with ABLFL Y"),
        (3, ("1", "A", ""), "it is blank after the baseline"),
        (4, ("2", "A", "7"), "no record has ABLFL Y"),
    ]
    assert len(found("baseline_value", "ADVS", p, **PARAMETERS)) == 2
