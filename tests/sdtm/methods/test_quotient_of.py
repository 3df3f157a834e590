import numpy as np
import pytest

from onespec.engine.columns import number
from onespec.engine.contract import Report
from onespec.sdtm.methods.quotient_of import quotient_of


@pytest.mark.parametrize(
    ("value", "divisor", "decimals", "expected"),
    [
        (1, 8, None, 0.125),
        (1, 8, 2, 0.13),
        (-1, 8, 2, -0.13),
        (0, 5, None, 0),
        (1, 3, None, 1 / 3),
        (np.nan, 3, None, np.nan),
        (3, np.nan, None, np.nan),
        (3, 0, None, np.nan),
        (0, 0, None, np.nan),
    ],
)
def test_quotient_of(value, divisor, decimals, expected):
    found = quotient_of(number([value]), number([divisor]), Report(), decimals).tolist()
    assert np.array_equal(found, [expected], equal_nan=True)


def test_a_zero_is_told_where_there_is_something_to_divide():
    report = Report()
    quotient_of(number([5, np.nan, 5]), number([0, 0, 1]), report)
    assert [(t.level, t.rule, t.rows.tolist()) for t in report.entries] == [("query", "NUMBER-ZERO", [0])]
