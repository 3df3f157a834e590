"""A blank result has its reason."""

from checked import found, package


def test_blank_without_a_reason():
    p = package(LB={"LBORRES": ["5", "", "", ""], "LBSTAT": ["", "NOT DONE", "", ""], "LBDRVFL": ["", "", "Y", ""]})
    assert found("result_or_reason", "LB", p, result="LBORRES", status="LBSTAT", derived="LBDRVFL") == [
        (4, ("", ""), "")
    ]


def test_a_dataset_without_a_status():
    assert found(
        "result_or_reason",
        "VS",
        package(VS={"VSORRES": ["5", ""]}),
        result="VSORRES",
        status="VSSTAT",
        derived="VSDRVFL",
    ) == [(2, ("",), "")]
