import numpy as np
import pytest

from onespec.engine.columns import number
from onespec.sdtm.methods.sum_of_filled import sum_of_filled


@pytest.mark.parametrize(
    ("values", "fewest", "expected"),
    [
        ((0.1, np.nan, 0.2), 1, 0.3),
        ((0.1, np.nan, 0.2), 3, np.nan),
        ((np.nan, np.nan), 1, np.nan),
        ((np.nan, np.nan), 0, np.nan),  # of nothing there is no sum
        ((np.nan, 0), 1, 0),
    ],
)
def test_sum_of_filled(values, fewest, expected):
    found = sum_of_filled([number([v]) for v in values], fewest).tolist()
    assert np.array_equal(found, [expected], equal_nan=True)
