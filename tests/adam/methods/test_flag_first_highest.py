import numpy as np
import pytest

from onespec.adam.methods._flags import Candidates
from onespec.adam.methods.flag_first_highest import flag_first_highest
from onespec.engine.columns import number, text


def flags(rows, by=True):
    """The flags of rows of subject, term, grade, day and flag."""
    subject, term, grade, day, flag = zip(*rows, strict=True)
    groups = [text(list(term))] if by else []
    candidates = Candidates([number(list(day))], groups, [text(list(flag))])
    return "".join(f or "-" for f in flag_first_highest(number(list(grade)), candidates, text(list(subject))))


def test_the_first_of_the_highest_of_each_term_and_of_the_subject():
    rows = [
        ("A", "Rash", 1, 1, "Y"),
        ("A", "Rash", 2, 9, "Y"),
        ("A", "Rash", 2, 5, "Y"),
        ("A", "Cough", 2, 4, "Y"),
        ("B", "Rash", 1, 2, "Y"),
    ]
    assert flags(rows) == "--YYY"
    assert flags(rows, by=False) == "---YY"


def test_a_higher_one_that_does_not_count_does_not_hide_the_highest():
    assert flags([("A", "", 4, 1, ""), ("A", "", 2, 2, "Y"), ("A", "", 1, 3, "Y")]) == "-Y-"


@pytest.mark.parametrize(
    ("grades", "wanted"),
    [((np.nan, 1), "-Y"), ((1, np.nan), "Y-"), ((np.nan, np.nan), "Y-"), ((-1, np.nan), "Y-"), ((0, np.nan), "Y-")],
)
def test_a_missing_value_is_below_all_others(grades, wanted):
    assert flags([("A", "", grades[0], 1, "Y"), ("A", "", grades[1], 2, "Y")]) == wanted


def test_nothing_counts():
    assert flags([("A", "", 4, 1, ""), ("A", "", 2, 2, "")]) == "--"
