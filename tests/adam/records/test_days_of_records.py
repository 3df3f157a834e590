import numpy as np

from onespec.adam.records.days_of_records import days_of_records
from onespec.engine.contract import Selection


def test_from_the_first_to_the_end_of_the_last(select):
    rows = [("A", 63.0), ("A", 0.0), ("A", np.nan), ("B", 5.0), ("C", np.nan)]
    made = days_of_records(select(Selection, "ADEX", rows, ["ADT"]), "ADT", 21)
    assert list(zip(made.subject.tolist(), made.position.tolist(), made.values["AVAL"].tolist(), strict=True)) == [
        ("A", 0, 84),
        ("B", 3, 21),
    ]


def test_no_records(select):
    assert len(days_of_records(select(Selection, "ADEX", [], ["ADT"]), "ADT", 21)) == 0
