import numpy as np

from onespec.adam.methods.value_when_flagged import value_when_flagged
from onespec.engine.columns import number, text


def test_texts_and_numbers_of_flagged_records():
    flag = text(["Y", "N", ""])
    assert list(value_when_flagged(text(["a", "b", "c"]), flag)) == ["a", "", ""]
    np.testing.assert_equal(list(value_when_flagged(number([1, 2, 3]), flag)), [1, np.nan, np.nan])
