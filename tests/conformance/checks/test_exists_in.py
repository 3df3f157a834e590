"""Values that another dataset must have."""

from checked import found, package


def test_values_side_by_side():
    p = package(
        IE={"IETESTCD": ["I1", "I2", "", "I1"], "IECAT": ["INCLUSION", "INCLUSION", "INCLUSION", "EXCLUSION"]},
        TI={"IETESTCD": ["I1"], "IECAT": ["INCLUSION"]},
    )
    assert found("exists_in", "IE", p, variables=["IETESTCD", "IECAT"], references=["TI.IETESTCD", "TI.IECAT"]) == [
        (2, ("I2", "INCLUSION"), ""),
        (4, ("I1", "EXCLUSION"), ""),
    ]


def test_numbers():
    p = package(
        LB={"USUBJID": ["1", "1", "1"], "VISITNUM": [1, 2, None]}, SV={"USUBJID": ["1", "2"], "VISITNUM": [1, 2]}
    )
    assert found("exists_in", "LB", p, variables=["USUBJID", "VISITNUM"], references=["SV.USUBJID", "SV.VISITNUM"]) == [
        (2, ("1", "2"), "")
    ]
