import numpy as np
import pytest

from onespec.engine.columns import number
from onespec.sdtm.methods.difference_of import difference_of


@pytest.mark.parametrize(
    ("value", "minus", "decimals", "expected"),
    [
        (7.3, 7.1, None, 0.2),  # as doubles 0.20000000000000018
        (5, np.nan, None, np.nan),
        (np.nan, 5, None, np.nan),
        (2.25, 0, 1, 2.3),
        (0, 2.25, 1, -2.3),  # a half away from zero
        (1234, 0, -2, 1200),
        (1e300, 1, 1, 1e300),
        (1, 1, None, 0),
    ],
)
def test_difference_of(value, minus, decimals, expected):
    found = difference_of(number([value]), number([minus]), decimals).tolist()
    assert np.array_equal(found, [expected], equal_nan=True)


def test_no_records():
    assert difference_of(number([]), number([])).is_number
