import numpy as np

from onespec.adam.methods.stated_number import stated_number
from onespec.engine.columns import text


def test_numbers_and_limits():
    numbers = stated_number(text(["400", "0.5", "<0.5", ">=60500", "> 1000", "NEGATIVE", "2+", "", "١٢", "12,5"]))
    np.testing.assert_array_equal(numbers, [400, 0.5, 0.5, 60500, 1000, *[np.nan] * 5])
    assert len(stated_number(text([]))) == 0
