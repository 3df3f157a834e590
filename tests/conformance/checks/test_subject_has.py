"""What another dataset says of the subject."""

from checked import found, package

P = package(DM={"USUBJID": ["1", "2"], "DTHFL": ["Y", ""]}, AE={"USUBJID": ["1", "2", "3"]})


def test_a_value():
    assert found("subject_has", "AE", P, reference="DM.DTHFL", value="Y") == [(2, ("2", ""), ""), (3, ("3", ""), "")]


def test_any_value():
    p = package(DM={"USUBJID": ["1", "2"], "ACTARMCD": ["A", ""]}, EX={"USUBJID": ["1", "2"]})
    assert found("subject_has", "EX", p, reference="DM.ACTARMCD") == [(2, ("2", ""), "")]
