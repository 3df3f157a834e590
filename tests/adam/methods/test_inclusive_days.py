import numpy as np
import pytest

from onespec.adam.methods.inclusive_days import inclusive_days
from onespec.engine.columns import number


def test_both_days_count():
    assert inclusive_days(number([10, 10]), number([10, 19])).tolist() == [1, 10]


@pytest.mark.parametrize(("start", "end"), [(10, 9), (10, np.nan), (np.nan, 10), (np.nan, np.nan)])
def test_what_is_missing_or_contradictory_has_no_length(start, end):
    assert inclusive_days(number([start]), number([end])).isna().all()
