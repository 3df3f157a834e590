from onespec.adam.methods.flag_equal import flag_equal
from onespec.engine.columns import number, text


def test_the_value_itself():
    assert list(flag_equal(text(["SCREEN FAILURE", "screen failure", ""]), "SCREEN FAILURE")) == ["Y", "N", "N"]


def test_a_number_is_the_constant_that_says_it():
    """The specification says 0 as a text: of censoring 0, 2 and missing, the first is an event."""
    assert list(flag_equal(number([0, 2, float("nan")]), "0")) == ["Y", "N", "N"]
