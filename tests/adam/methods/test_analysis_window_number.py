import numpy as np

from onespec.adam.methods.analysis_window_number import analysis_window_number
from onespec.engine.columns import number
from onespec.engine.frames import table_of


def test_a_number_of_the_window_and_of_no_window_none():
    windows = table_of([{"N": "2", "FROM": "12", "TO": "32"}, {"N": "", "FROM": "33", "TO": ""}], "windows")
    found = analysis_window_number(number([11, 12, 32, 40]), windows, "N", [], []).tolist()
    assert np.array_equal(found, [np.nan, 2, 2, np.nan], equal_nan=True)
