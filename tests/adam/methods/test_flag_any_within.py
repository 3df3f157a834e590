import numpy as np
import pandas as pd

from onespec.adam.methods.flag_any_within import flag_any_within
from onespec.engine.columns import number, text


def test_from_the_start_up_to_the_end_both_included():
    date = text(
        ["1960-01-10", "1960-01-11", "1960-02-01", "1960-02-02", "1960-01", "1960-01-11", "1960-03-01"]
    ).set_axis([0, 1, 2, 3, 4, 5, 5])
    start = number([10, 10, 10, 10, 10, 10, 10])  # 1960-01-11
    assert list(flag_any_within(date, start, "1960-02-01", pd.Series([0, 1, 2, 3, 4, 5, 6]))) == [
        "N",
        "Y",
        "Y",
        "N",
        "Y",
        "Y",
        "N",
    ]


def test_no_start_or_no_records():
    assert list(flag_any_within(text(["1960-01-11"]), number([np.nan]), "1960-02-01", pd.Series([0]))) == ["N"]
    assert list(flag_any_within(text([]), number([10]), "1960-02-01", pd.Series([0]))) == ["N"]
