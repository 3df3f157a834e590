import numpy as np

from onespec.engine.columns import number, text
from onespec.sdtm.methods.sequence import sequence


def test_number_within_subject_by_keys():
    subject = text(["02", "01", "02", "01", "01"])
    date = text(["2025-08-04", "2025-08-09", "2025-08-03", "", "2025-08-09"])
    visit = number([1, 10, 1, 2, 9])
    assert list(sequence(subject, [date, visit])) == [2, 3, 1, 1, 2]


def test_equal_records_keep_their_order():
    assert list(sequence(text(["01", "01", "01"]), [number([1, 1, np.nan])])) == [2, 3, 1]


def test_no_records():
    assert list(sequence(text([]), [text([])])) == []
