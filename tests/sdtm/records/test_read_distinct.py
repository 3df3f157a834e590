import numpy as np

from onespec.engine.columns import number, text
from onespec.engine.contract import Selection
from onespec.engine.frames import Frame
from onespec.sdtm.records.read_distinct import read_distinct


def positions(*rows):
    """Where the records stand, of rows of subject, visit and order."""
    subject, visit, order = zip(*rows, strict=True) if rows else ((), (), ())
    frame = Frame({"SUBJECT": text(list(subject)), "VISIT": text(list(visit)), "ORDER": number(list(order))})
    made = read_distinct(Selection("RS", frame, np.arange(len(rows))), ["VISIT"], ["ORDER"])
    assert made.position is not None
    return list(made.position)


def test_the_first_in_order():
    assert positions(("A", "V1", 2), ("A", "V2", 2), ("A", "V1", 1)) == [2, 1]


def test_of_equal_ones_the_first_row():
    assert positions(("A", "V1", 1), ("A", "V1", 1)) == [0]


def test_each_subject_by_itself():
    assert positions(("A", "V1", 1), ("B", "V1", 1)) == [0, 1]


def test_no_rows():
    assert positions() == []
