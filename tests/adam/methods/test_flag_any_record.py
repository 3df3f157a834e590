import pandas as pd

from onespec.adam.methods.flag_any_record import flag_any_record
from onespec.engine.columns import text


def test_a_record_with_a_value():
    value = text(["2025-08-03", "", "x"]).set_axis([0, 1, 7])
    assert list(flag_any_record(value, pd.Series([0, 1, 2, 7]))) == ["Y", "N", "N", "Y"]


def test_no_records_at_all():
    assert list(flag_any_record(text([]), pd.Series([0]))) == ["N"]
