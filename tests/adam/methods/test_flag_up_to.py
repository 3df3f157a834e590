import numpy as np

from onespec.adam.methods.flag_up_to import flag_up_to
from onespec.engine.columns import number


def test_the_date_itself_is_reached():
    assert list(flag_up_to(number([9, 10, 11, np.nan]), "1960-01-11")) == ["Y", "Y", "N", "N"]
