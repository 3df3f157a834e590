import numpy as np

from onespec.adam.methods.flag_before import flag_before
from onespec.engine.columns import number, text


def test_what_is_flagged_before_the_end():
    flag = text(["Y", "Y", "Y", "Y", ""])
    assert list(flag_before(flag, number([9, 10, 11, 11, 9]), number([10, 10, 10, np.nan, 10]))) == [
        "Y",
        "",
        "",
        "Y",
        "",
    ]
