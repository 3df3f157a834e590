import numpy as np

from onespec.adam.methods.lowest_earlier import lowest_earlier
from onespec.engine.columns import number, text

NAN = np.nan


def nadirs(*records):
    """Of records such as ``("A", day, value)``, in any order."""
    subjects, days, values = zip(*records, strict=True) if records else ((), (), ())
    made = lowest_earlier(number(list(values)), [number(list(days))], [text("SUM", len(days))], text(list(subjects)))
    return [None if v != v else v for v in made]


def test_the_lowest_before():
    assert nadirs(("A", 1, 50), ("A", 42, 30), ("A", 84, 40), ("A", 126, 20)) == [None, 50, 30, 30]


def test_what_is_not_known_is_never_the_lowest():
    assert nadirs(("A", 1, NAN), ("A", 42, 30), ("A", 84, NAN), ("A", 126, 40)) == [None, None, 30, 30]


def test_the_order_of_the_records_does_not_count():
    assert nadirs(("A", 126, 20), ("A", 1, 50), ("A", 84, 40), ("A", 42, 30)) == [30, None, 30, 50]


def test_one_of_the_same_day_is_not_earlier():
    assert nadirs(("A", 1, 50), ("A", 42, 30), ("A", 42, 10), ("A", 84, 40)) == [None, 50, 50, 10]


def test_each_subject_by_itself():
    assert nadirs(("A", 1, 5), ("B", 2, 50), ("A", 3, 7), ("B", 4, 60)) == [None, None, 5, 50]


def test_each_lesion_by_itself():
    made = lowest_earlier(
        number([5, 9, 4, 8]), [number([1, 1, 2, 2])], [text(["T1", "T2", "T1", "T2"])], text(["A"] * 4)
    )
    assert list(made)[2:] == [5, 9]


def test_no_records():
    assert nadirs() == []
