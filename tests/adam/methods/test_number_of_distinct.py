import pandas as pd

from onespec.adam.methods.number_of_distinct import number_of_distinct
from onespec.engine.columns import text


def test_each_value_counts_once():
    value = text(["LIVER", "LUNG", "LIVER", "", "BONE"]).set_axis([0, 0, 0, 0, 2])
    assert list(number_of_distinct(value, pd.Series([0, 1, 2]))) == [2, 0, 1]
    assert list(number_of_distinct(text([]), pd.Series([0]))) == [0]
