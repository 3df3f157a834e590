import numpy as np

from onespec.adam.records.highest_record import Ranked, highest_record
from onespec.engine.contract import Selection


def rows_made(select, rows, order):
    selection = select(Selection, "ADVS", rows, ["DAY", "SEQ", "GRADE"])
    made = highest_record(selection, Ranked("GRADE", ["DAY"], order), ["SEQ"])
    return list(zip(made.subject.tolist(), made.values["SEQ"].tolist(), made.values["AVAL"].tolist(), strict=True))


ROWS = [("A", 1, 2, 1.0), ("A", 1, 1, 1.0), ("A", 2, 3, 2.0), ("A", 2, 4, 3.0), ("B", 1, 5, np.nan)]


def test_the_highest_of_each_occasion(select):
    assert rows_made(select, ROWS, ["SEQ"]) == [("A", 1, 1), ("A", 4, 3)]


def test_of_equal_ones_without_an_order_the_first_that_stands(select):
    assert rows_made(select, ROWS, []) == [("A", 2, 1), ("A", 4, 3)]


def test_what_has_no_value_has_no_record(select):
    assert rows_made(select, ROWS[-1:], []) == []
