import numpy as np

from onespec.adam.methods.last_certain_date_until_flag import last_certain_date_until_flag
from onespec.engine.columns import number, text
from onespec.engine.contract import Many


def test_d_when_the_latest_date_was_imputed():
    date = text(["1960-01-20", "1960-02", "1960-02-03", "1960-02", "1960-02", "1960-02-01"])
    flags = last_certain_date_until_flag(Many(date, np.array([0, 0, 1, 1, 2, 2]), 4), "1960-02-29")
    assert flags.tolist() == ["D", "", "", ""]


def test_never_after_the_end_of_each_subject():
    of = Many(text(["1960-02", "1960-01-05"]), np.array([0, 0]), 1)
    assert last_certain_date_until_flag(of, "1960-02-29", number([30]), np.array([0])).tolist() == [""]
