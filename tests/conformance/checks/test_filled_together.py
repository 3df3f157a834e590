"""Variables that are filled together."""

from checked import found, package


def test_one_of_them_is_blank():
    p = package(DM={"DTHDTC": ["2026", "", "", "2026"], "DTHFL": ["Y", "", "Y", ""]})
    assert found("filled_together", "DM", p, one="DTHDTC", other="DTHFL") == [(3, ("", "Y"), ""), (4, ("2026", ""), "")]
