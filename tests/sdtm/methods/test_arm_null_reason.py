from onespec.engine.columns import text
from onespec.sdtm.methods.arm_null_reason import arm_null_reason


def test_reason():
    arm = text(["A", "A", "", "", ""])
    actual = text(["A", "", "", "", ""])
    eligible = text(["Y", "Y", "Y", "N", ""])
    assert list(arm_null_reason(arm, actual, eligible)) == ["", "ASSIGNED, NOT TREATED", "NOT ASSIGNED", "SCREEN FAILURE", "SCREEN FAILURE"]
