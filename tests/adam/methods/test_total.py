import numpy as np

from onespec.adam.methods.total import total
from onespec.engine.columns import number


def test_missing_values_are_left_out():
    assert total(number([1.5, 2, np.nan, 4]).set_axis([1, 1, 1, 2])).to_dict() == {1: 3.5, 2: 4}
    assert total(number([np.nan]).set_axis([1])).isna().all()
