import numpy as np

from onespec.adam.records.sum_of_records import sum_of_records
from onespec.engine.contract import Selection


def test_one_record_a_subject_on_the_first_with_a_value(select):
    rows = [("B", np.nan), ("A", 1.0), ("B", 2.0), ("B", 3.0), ("C", np.nan), ("D", 0.0)]
    made = sum_of_records(select(Selection, "ADEX", rows, ["AVAL"]), "AVAL")
    assert made.subject.tolist() == ["B", "A", "D"] and made.position.tolist() == [2, 1, 5]
    assert made.values["AVAL"].tolist() == [5, 1, 0]


def test_no_records(select):
    assert len(sum_of_records(select(Selection, "ADEX", [], ["AVAL"]), "AVAL")) == 0
