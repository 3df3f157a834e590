"""USUBJID."""

from checked import found, package


def test_made_of_study_and_subject():
    p = package(
        DM={"STUDYID": ["S", "S", "S"], "SUBJID": ["01", "02", "03"], "USUBJID": ["S-1-01", "S-1-99", "T-1-03"]}
    )
    assert found("subject_identifier", "DM", p, unique="USUBJID", begins="STUDYID", ends="SUBJID") == [
        (2, ("S-1-99", "02"), ""),
        (3, ("T-1-03", "03"), ""),
    ]
