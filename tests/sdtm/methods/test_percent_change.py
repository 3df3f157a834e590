import numpy as np
import pytest

from onespec.engine.columns import number
from onespec.engine.contract import Report
from onespec.sdtm.methods.percent_change import percent_change


@pytest.mark.parametrize(
    ("value", "base", "decimals", "expected"),
    [
        (110, 100, None, 10),
        (90, 100, None, -10),
        (1, 3, 1, -66.7),
        (0.3, 0.1, None, 200),
        (-5, -10, None, -50),
        (np.nan, 3, None, np.nan),
        (3, np.nan, None, np.nan),
        (3, 0, None, np.nan),
    ],
)
def test_percent_change(value, base, decimals, expected):
    found = percent_change(number([value]), number([base]), Report(), decimals).tolist()
    assert np.array_equal(found, [expected], equal_nan=True)


def test_a_zero_is_told_where_there_is_something_to_divide():
    report = Report()
    percent_change(number([5, np.nan, 5]), number([0, 0, 1]), report)
    assert [(t.level, t.rule, t.rows.tolist()) for t in report.entries] == [("query", "NUMBER-ZERO", [0])]
