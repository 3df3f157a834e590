from onespec.adam.methods.flag_all import flag_all
from onespec.engine.columns import text


def test_each_must_be_y():
    assert list(flag_all([text(["Y", "Y", "N", ""]), text(["Y", "N", "N", "Y"])])) == ["Y", "N", "N", "N"]
