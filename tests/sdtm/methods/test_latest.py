import pandas as pd

from onespec.engine.columns import TEXT
from onespec.sdtm.methods.latest import latest


def of(*dates):
    return latest(pd.Series(dates, index=[0] * len(dates), dtype=TEXT)).to_dict()


def test_latest_of_each_group():
    dates = pd.Series(["2025-09-01", "2025-08-04T10:00", "", "2025-08-04T09:00", ""], index=[0, 3, 0, 3, 5], dtype=TEXT)
    assert latest(dates).to_dict() == {0: "2025-09-01", 3: "2025-08-04T10:00"}


def test_a_partial_date_counts_as_its_first_possible_day():
    assert of("2025-08", "2025-08-01") == {0: "2025-08-01"}
    assert of("2025-08", "2025-07-31") == {0: "2025-08"}
    assert of("2025", "2025-01") == {0: "2025-01"}
    assert of("2025-08-04T00:00", "2025-08-04") == {0: "2025-08-04T00:00"}
