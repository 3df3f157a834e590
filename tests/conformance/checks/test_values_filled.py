"""Required values."""

from checked import found, package


def test_each_blank_of_a_required_variable():
    p = package(
        AE={"AESEQ": [1, None, 3], "AETERM": ["Fever", "Rash", ""], "AEOUT": ["", "", ""]}
    )  # AEOUT is permissible
    assert found("values_filled", "AE", p, core="Req") == [(2, ("",), "AESEQ"), (3, ("",), "AETERM")]
