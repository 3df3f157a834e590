import numpy as np

from onespec.adam.methods.flag_greater import flag_greater
from onespec.engine.columns import number, text


def test_the_limit_itself_is_not_above_it():
    value, limit = number([450, 450.1, 449, np.nan, 500]), number([450] * 5)
    assert flag_greater(value, limit, text(["C"] * 4 + [""])).tolist() == ["N", "Y", "N", "", ""]
