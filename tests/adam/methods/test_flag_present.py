import numpy as np

from onespec.adam.methods.flag_present import flag_present
from onespec.engine.columns import number, text


def test_numbers_and_texts():
    assert list(flag_present(number([0, np.nan]))) == ["Y", "N"]
    assert list(flag_present(text(["x", ""]))) == ["Y", "N"]
