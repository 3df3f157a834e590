import numpy as np

from onespec.adam.records.delay_of_records import delay_of_records
from onespec.engine.contract import Selection


def delays(select, rows):
    made = delay_of_records(
        select(Selection, "ADEX", rows, ["AVISITN", "ADT", "AWTARGET"]), "ADT", "AWTARGET", ["AVISITN"]
    )
    columns = made.subject.tolist(), made.values["AVISITN"].tolist(), made.values["AVAL"].tolist()
    return list(zip(*columns, strict=True))


def test_against_the_plan_and_never_below_0(select):
    rows = [
        ("A", 3.0, 26.0, 22.0),
        ("A", 2.0, 0.0, 1.0),
        ("A", 5.0, 45.0, 43.0),
        ("B", 2.0, 3.0, 1.0),
        ("B", 3.0, 31.0, 22.0),
    ]
    assert delays(select, rows) == [("A", 3, 5), ("A", 5, 0), ("B", 3, 7)]


def test_a_record_that_is_missing_delays_nothing(select):
    assert delays(select, [("A", 2.0, 0.0, 1.0), ("A", 5.0, 42.0, 43.0)]) == [("A", 5, 0)]


def test_unknown_days_are_left_out(select):
    rows = [("A", 2.0, 0.0, 1.0), ("A", 3.0, np.nan, 22.0), ("A", 4.0, 30.0, np.nan), ("A", 5.0, 50.0, 43.0)]
    assert delays(select, rows) == [("A", 5, 8)]
    assert delays(select, []) == []
