"""USUBJID."""

import pytest
from checked import found, package


@pytest.mark.parametrize(
    "unique, faults",
    [
        (["S-1-01", "S-1-99", "T-1-03"], [(2, ("S-1-99", "02"), "")]),
        (["PILOT-701", "PILOT-702", "PILOT-703"], []),  # persons numbered otherwise: no rule of the guide
    ],
)
def test_ends_with_the_subject_as_for_the_others(unique, faults):
    p = package(DM={"SUBJID": ["01", "02", "03"], "USUBJID": unique})
    assert found("subject_identifier", "DM", p, unique="USUBJID", subject="SUBJID") == faults
