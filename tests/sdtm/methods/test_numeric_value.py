import math

import pytest

from onespec.engine.columns import text
from onespec.sdtm.methods.numeric_value import numeric_value


@pytest.mark.parametrize(("value", "expected"), [("5.10", 5.1), ("-2", -2), ("0", 0), (".5", 0.5)])
def test_number(value, expected):
    assert numeric_value(text([value]))[0] == expected


@pytest.mark.parametrize("value", ["<0.5", ">1000", "2+", "NEGATIVE", "", "1e3", "5 mg", "nan"])
def test_missing(value):
    assert math.isnan(numeric_value(text([value]))[0])
