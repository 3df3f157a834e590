import numpy as np
import pytest

from onespec.adam.methods.flag_overlapping import flag_overlapping
from onespec.engine.columns import number

NONE = np.nan


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        (1, 9, ""),
        (1, 10, "Y"),
        (12, 14, "Y"),
        (25, 40, "Y"),
        (26, 40, ""),
        (1, NONE, "Y"),
        (NONE, 9, ""),
        (NONE, 10, "Y"),
        (NONE, NONE, "Y"),
        (26, NONE, ""),
    ],
)
def test_from_day_10_to_5_days_after_day_20(start, end, wanted):
    columns = [number([value]) for value in (start, end, 10, 20)]
    assert flag_overlapping(*columns, days=5).tolist() == [wanted]


def test_a_time_that_has_not_ended_and_one_that_never_began():
    assert flag_overlapping(number([99]), number([NONE]), number([10]), number([NONE])).tolist() == ["Y"]
    assert flag_overlapping(number([99]), number([NONE]), number([NONE]), number([NONE])).tolist() == [""]
