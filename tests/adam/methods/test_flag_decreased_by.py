import pytest

from onespec.adam.methods.flag_decreased_by import flag_decreased_by
from onespec.engine.columns import number


@pytest.mark.parametrize(
    ("value", "reference", "flag"),
    [
        (35, 50, "Y"),
        (35.1, 50, "N"),
        (35.07, 50.1, "Y"),  # exactly 30%, although not in binary
        (60, 50, "N"),
        (0, 50, "Y"),
        (0, 0, "N"),
        (None, 50, ""),
        (50, None, ""),
    ],
)
def test_a_share_of_the_reference(value, reference, flag):
    assert list(flag_decreased_by(number([value]), number([reference]), 30)) == [flag]
