import numpy as np
import pytest

from onespec.engine.columns import number
from onespec.sdtm.methods.sum_of import sum_of


@pytest.mark.parametrize(
    ("values", "expected"), [((0.1, 0.2), 0.3), ((1, 2, 3.5), 6.5), ((1, np.nan), np.nan), ((4,), 4)]
)
def test_sum_of(values, expected):
    assert np.array_equal(sum_of([number([v]) for v in values]).tolist(), [expected], equal_nan=True)


def test_rounded():
    assert sum_of([number([0.125]), number([1])], decimals=2).tolist() == [1.13]
