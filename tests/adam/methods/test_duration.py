import numpy as np

from onespec.adam.methods.duration import duration
from onespec.engine.columns import number


def test_both_ends_count():
    lengths = duration(number([1000, 1000, np.nan, 1000]), number([1000, 1041, 1000, np.nan]))
    np.testing.assert_array_equal(lengths, [1, 42, np.nan, np.nan])
