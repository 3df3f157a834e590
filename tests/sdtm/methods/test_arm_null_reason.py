from onespec.engine.columns import text
from onespec.engine.contract import Report
from onespec.sdtm.methods.arm_null_reason import arm_null_reason


def test_reason():
    arm = text(["A", "A", "", "", ""])
    actual = text(["A", "", "", "", ""])
    eligible = text(["Y", "Y", "Y", "N", ""])
    report = Report()
    assert list(arm_null_reason(arm, actual, eligible, report)) == [
        "",
        "ASSIGNED, NOT TREATED",
        "NOT ASSIGNED",
        "SCREEN FAILURE",
        "NOT ASSIGNED",  # still in screening, say
    ]
    assert report.entries == []


def test_a_treated_subject_without_a_planned_arm_is_asked_for():
    report = Report()
    reasons = arm_null_reason(text(["", "", ""]), text(["A", "A", "A"]), text(["Y", "", "N"]), report)
    assert list(reasons) == ["NOT ASSIGNED"] * 3  # who was treated is no screen failure
    assert [(e[1], list(e[4])) for e in report.entries] == [("ARM-UNPLANNED", [0, 1, 2])]
