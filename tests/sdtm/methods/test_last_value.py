import numpy as np

from onespec.engine.columns import number, text
from onespec.engine.groups import Many
from onespec.sdtm.methods.last_value import last_value


def test_value_of_the_last_record_that_has_one():
    group = np.array([0, 0, 0, 1, 1])
    value = Many(number([1, np.nan, 3, 4, 5]), group, 2)
    order = Many(text(["2025-08-04", "2025-09-01", "2025-08-03", "2025-01-01", "2025-01-01"]), group, 2)
    assert last_value(value, order).tolist() == [1, 5]
