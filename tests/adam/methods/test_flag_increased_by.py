import pytest

from onespec.adam.methods.flag_increased_by import flag_increased_by
from onespec.engine.columns import number


@pytest.mark.parametrize(
    ("value", "reference", "flag"),
    [
        (60, 50, "Y"),
        (59.9, 50, "N"),  # below 20%
        (24.9, 20, "N"),  # above 20%, below 5
        (25, 20, "Y"),
        (25.3, 20.3, "Y"),  # 5 above, although 25.3 - 20.3 is not 5 in binary
        (5, 0, "Y"),  # of nothing the share says nothing
        (4.9, 0, "N"),
        (0, 0, "N"),
        (40, 50, "N"),
        (None, 50, ""),
        (50, None, ""),
    ],
)
def test_a_share_of_the_reference_and_an_amount(value, reference, flag):
    assert list(flag_increased_by(number([value]), number([reference]), 20, 5)) == [flag]
