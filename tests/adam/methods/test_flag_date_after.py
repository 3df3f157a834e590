import numpy as np

from onespec.adam.methods.flag_date_after import flag_date_after
from onespec.engine.columns import number


def test_only_where_both_are_known():
    dates, reference = number([13, 14, np.nan, 14]), number([10, 10, 10, np.nan])
    assert flag_date_after(dates, reference, 3).tolist() == ["", "Y", "", ""]
    assert flag_date_after(number([10, 11]), number([10, 10])).tolist() == ["", "Y"]
