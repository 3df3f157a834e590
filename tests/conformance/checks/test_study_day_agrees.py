"""Study days."""

from checked import found, package


def test_one_day_apart_and_blank():
    p = package(
        DM={"USUBJID": ["1", "2"], "RFSTDTC": ["2025-08-03T09:30", ""]},
        LB={
            "USUBJID": ["1", "1", "1", "1", "1", "2", "2"],
            "LBDTC": ["2025-08-02", "2025-08-03", "2025-08-05", "2025-08", "2025-08-04", "2025-08-04", "2025-08-04"],
            "LBDY": [-1, 1, 2, None, None, None, 1],
        },
    )
    assert found("study_day_agrees", "LB", p, day="LBDY", date="LBDTC", reference="DM.RFSTDTC") == [
        (3, ("2", "2025-08-05"), "3"),
        (5, ("", "2025-08-04"), "2"),
        (7, ("1", "2025-08-04"), "blank"),
    ]
