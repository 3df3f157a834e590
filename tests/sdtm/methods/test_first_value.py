import numpy as np

from onespec.engine.columns import number, text
from onespec.engine.groups import Many
from onespec.sdtm.methods.first_value import first_value


def test_value_of_the_first_record_that_has_one():
    group = np.array([0, 0, 0, 2, 2])
    value = Many(text(["B", "", "A", "C", "D"]), group, 3)
    order = Many(text(["2025-08-04", "2025-08-01", "2025-08-03", "2025-01-01", "2025-01-01"]), group, 3)
    assert first_value(value, order).tolist() == ["A", "", "C"]


def test_a_record_without_a_number_in_the_order_comes_last():
    group = np.zeros(3, int)
    value = Many(text(["A", "B", "C"]), group, 1)
    assert first_value(value, Many(number([np.nan, 2, 1]), group, 1)).tolist() == ["C"]
