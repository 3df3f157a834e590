from onespec.engine.columns import text
from onespec.sdtm.methods.value_when_absent import value_when_absent


def test_constant_in_place_of_a_value():
    assert list(value_when_absent("SCREEN FAILURE", text(["2025-08-04", ""]))) == ["", "SCREEN FAILURE"]
