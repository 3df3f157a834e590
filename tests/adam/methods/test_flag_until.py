import numpy as np

from onespec.adam.methods.flag_until import flag_until
from onespec.engine.columns import number, text


def test_up_to_the_date_and_with_it():
    flags = flag_until(
        text(["Y", "Y", "Y", "Y", ""]), number([1041, 1042, 1043, 1043, 1041]), number([1042, 1042, 1042, np.nan, 1042])
    )
    assert list(flags) == ["Y", "Y", "", "Y", ""]
