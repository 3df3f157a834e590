import pandas as pd

from onespec.engine.columns import TEXT
from onespec.sdtm.methods.earliest import earliest


def of(*dates):
    return earliest(pd.Series(dates, index=[0] * len(dates), dtype=TEXT)).to_dict()


def test_earliest_of_each_group():
    dates = pd.Series(["2025-09-01", "2025-08-04T10:00", "", "2025-08-04T09:00", ""], index=[0, 3, 0, 3, 5], dtype=TEXT)
    assert earliest(dates).to_dict() == {0: "2025-09-01", 3: "2025-08-04T09:00"}


def test_a_partial_date_counts_as_its_last_possible_day():
    assert of("2025-08", "2025-08-31") == {0: "2025-08-31"}
    assert of("2025-08", "2025-09-01") == {0: "2025-08"}
    assert of("2025", "2025-12") == {0: "2025-12"}
    assert of("2025-08-04", "2025-08-04T09:00") == {0: "2025-08-04T09:00"}
    assert of("2025-08-04", "2025-08-04T23:59") == {0: "2025-08-04T23:59"}
