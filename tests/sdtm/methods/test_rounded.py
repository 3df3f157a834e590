import numpy as np
import pytest

from onespec.engine.columns import number
from onespec.sdtm.methods.rounded import rounded


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(2.5, 0, 3), (-2.5, 0, -3), (0.125, 2, 0.13), (1.005, 2, 1.01), (150, -2, 200), (np.nan, 1, np.nan), (-0.1, 0, 0)],
)
def test_rounded(value, decimals, expected):
    assert np.array_equal(rounded(number([value]), decimals).tolist(), [expected], equal_nan=True)
