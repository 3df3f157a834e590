import numpy as np

from onespec.adam.records.mean_of_repeats import mean_of_repeats
from onespec.engine.contract import Selection

COLUMNS = ["TEST", "VISIT", "DTC", "VALUE"]


def means(select, rows, decimals=1):
    made = mean_of_repeats(select(Selection, "VS", rows, COLUMNS), "VALUE", "DTC", ["TEST", "VISIT"], decimals)
    found = made.values["AVAL"].tolist() if rows else []
    return list(zip(made.subject.tolist(), made.position.tolist(), found, strict=True))


def test_readings_of_one_day_of_a_visit(select):
    rows = [
        ("A", "S", 1, "2025-08-04T09:05", 140.0),
        ("A", "S", 1, "2025-08-04T09:00", 133.0),
        ("A", "D", 1, "2025-08-04T09:00", 80.0),
        ("A", "S", 2, "2025-08-04T09:00", 99.0),
        ("B", "S", 1, "2025-08-04", 120.0),
        ("B", "S", 1, "2025-08-05", 130.0),
    ]
    assert means(select, rows) == [("A", 0, 136.5)]  # it stands on the last reading


def test_a_single_reading_a_missing_one_and_an_unknown_day_have_no_mean(select):
    rows = [
        ("A", "S", 1, "2025-08-04", 140.0),
        ("A", "S", 1, "2025-08-04", np.nan),
        ("B", "S", 1, "2025-08", 120.0),
        ("B", "S", 1, "2025-08", 130.0),
    ]
    assert means(select, rows) == []


def test_a_half_is_rounded_away_from_zero_in_decimals(select):
    rows = [("A", "S", 1, "2025-08-04", value) for value in (54.7, 54.8, 54.6)]
    assert means(select, rows[:2]) == [("A", 1, 54.8)]  # 54.75
    assert means(select, rows, 2) == [("A", 2, 54.7)]
    assert means(select, rows[:2], 2) == [("A", 1, 54.75)]
