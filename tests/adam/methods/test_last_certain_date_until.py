import numpy as np

from onespec.adam.methods.last_certain_date_until import last_certain_date_until
from onespec.engine.columns import number, text
from onespec.engine.contract import Many


def test_a_date_without_a_day_is_the_first_of_its_month():
    """A subject whose adverse event ended in February 1960 was alive on the first of February, no more is known."""
    date = text(["1960-01-20", "1960-02", "1960-02-03", "1960-02", "1960", "1960-03-01"])
    latest = last_certain_date_until(Many(date, np.array([0, 0, 1, 1, 2, 3]), 4), "1960-02-29")
    np.testing.assert_array_equal(latest, [31, 33, np.nan, np.nan])


def test_never_after_the_end_of_each_subject():
    of = Many(text(["1960-01-05", "1960-01-09", "1960-01-09"]), np.array([0, 0, 1]), 2)
    latest = last_certain_date_until(of, "1960-02-29", number([7, np.nan]), np.array([0, 1]))
    np.testing.assert_array_equal(latest, [4, 8])
