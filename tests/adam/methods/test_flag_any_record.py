import numpy as np

from onespec.adam.methods.flag_any_record import flag_any_record
from onespec.engine.columns import text
from onespec.engine.contract import Many


def test_a_record_with_a_value():
    value = Many(text(["2025-08-03", "", "x"]), np.array([0, 1, 3]), 4)
    assert list(flag_any_record(value, np.array([0, 1, 2, 3]))) == ["Y", "N", "N", "Y"]


def test_no_records_at_all():
    assert list(flag_any_record(Many(text([]), np.array([], int), 1), np.array([0]))) == ["N"]
