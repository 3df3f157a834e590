import numpy as np

from onespec.adam.methods.flag_date_before import flag_date_before
from onespec.engine.columns import number


def test_only_where_both_are_known():
    dates, reference = number([9, 10, np.nan, 9]), number([10, 10, 10, np.nan])
    assert flag_date_before(dates, reference).tolist() == ["Y", "", "", ""]
