from onespec.adam.methods.flag_equal import flag_equal
from onespec.engine.columns import text


def test_the_value_itself():
    assert list(flag_equal(text(["SCREEN FAILURE", "screen failure", ""]), "SCREEN FAILURE")) == ["Y", "N", "N"]
