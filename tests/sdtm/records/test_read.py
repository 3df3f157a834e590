import numpy as np

from onespec.engine.columns import text
from onespec.engine.contract import Selection
from onespec.engine.frames import Frame
from onespec.sdtm.records.read import read


def test_each_row_is_a_record_in_the_order_of_the_source():
    source = Selection("ae", Frame({"SUBJECT": text(["02", "01", "02"])}), np.array([4, 0, 9]))
    made = read(source)
    assert list(made.subject) == ["02", "01", "02"]
    assert (made.source, list(made.position)) == ("ae", [0, 1, 2])


def test_no_rows_give_no_records():
    assert len(read(Selection("ae", Frame({"SUBJECT": text([])}), np.array([], int)))) == 0
