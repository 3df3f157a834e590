from onespec.adam.methods.flag_one_of import flag_one_of
from onespec.engine.columns import text


def test_yes_no_and_unknown():
    assert flag_one_of(text(["A", "B", "C", ""]), ["A", "B"]).tolist() == ["Y", "Y", "N", ""]
