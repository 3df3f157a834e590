import numpy as np

from onespec.engine.columns import text
from onespec.engine.groups import Many
from onespec.sdtm.methods.earliest import earliest


def of(*dates):
    return earliest(Many(text(dates), np.zeros(len(dates), int), 1)).tolist()


def test_earliest_of_each_group():
    dates = text(["2025-09-01", "2025-08-04T10:00", "", "2025-08-04T09:00", ""])
    assert earliest(Many(dates, np.array([0, 1, 0, 1, 2]), 3)).tolist() == ["2025-09-01", "2025-08-04T09:00", ""]


def test_a_partial_date_counts_as_its_last_possible_day():
    assert of("2025-08", "2025-08-31") == ["2025-08-31"]
    assert of("2025-08", "2025-09-01") == ["2025-08"]
    assert of("2025", "2025-12") == ["2025-12"]
    assert of("2025-08-04", "2025-08-04T09:00") == ["2025-08-04T09:00"]
    assert of("2025-08-04", "2025-08-04T23:59") == ["2025-08-04T23:59"]
