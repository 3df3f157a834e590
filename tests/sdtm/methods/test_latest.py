import numpy as np

from onespec.engine.columns import text
from onespec.engine.groups import Many
from onespec.sdtm.methods.latest import latest


def of(*dates):
    return latest(Many(text(dates), np.zeros(len(dates), int), 1)).tolist()


def test_latest_of_each_group():
    dates = text(["2025-09-01", "2025-08-04T10:00", "", "2025-08-04T09:00", ""])
    assert latest(Many(dates, np.array([0, 1, 0, 1, 2]), 3)).tolist() == ["2025-09-01", "2025-08-04T10:00", ""]


def test_a_partial_date_counts_as_its_first_possible_day():
    assert of("2025-08", "2025-08-01") == ["2025-08-01"]
    assert of("2025-08", "2025-07-31") == ["2025-08"]
    assert of("2025", "2025-01") == ["2025-01"]
    assert of("2025-08-04T00:00", "2025-08-04") == ["2025-08-04T00:00"]
