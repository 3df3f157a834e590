"""Where clauses and table matches, on small columns."""

import numpy as np
import pytest

from onespec.engine.columns import as_number, number, text
from onespec.engine.run.match import holds, meets
from onespec.engine.spec.conditions import Condition


@pytest.mark.parametrize(
    "comparator, value, expected",
    [
        ("EQ", "B", [False, True, False]),
        ("NE", "B", [True, False, True]),
        ("GT", "A", [False, True, False]),
        ("EQ", "", [False, False, True]),
    ],
)
def test_texts_compare_as_texts(comparator, value, expected):
    assert holds(Condition("X", comparator, (value,)), text(["A", "B", ""])).tolist() == expected


def test_numbers_compare_as_numbers():
    column = number([9, 10, np.nan])
    assert holds(Condition("X", "GT", ("9.5",)), column).tolist() == [False, True, False]
    assert holds(Condition("X", "IN", ("9", "")), column).tolist() == [True, False, True]


def test_a_text_field_of_type_number_compares_as_numbers():
    assert holds(Condition("X", "GE", ("9",)), as_number(text(["10", "9", "8"]))).tolist() == [True, True, False]


@pytest.mark.parametrize(
    "comparator, expected", [("LE", [True, False, True, False]), ("GT", [False, True, False, False])]
)
def test_before_and_after_a_date_the_time_does_not_count(comparator, expected):
    dates = text(["2027-10-31T09:00", "2027-11-01", "2027-10", ""])
    assert holds(Condition("X", comparator, ("2027-10-31",)), dates).tolist() == expected


@pytest.mark.parametrize(
    ("one", "comparator", "other", "expected"),
    [
        ("2025-08-03", "GE", "2025-08-03T09:00", True),  # a time of day counts only where both have one
        ("2025-08-03T08:00", "LT", "2025-08-03T09:00", True),
        ("2025-08-03T08:00", "LT", "2025-08-03", False),
        ("2025-07", "LT", "2025-08-03", True),
        ("2025-08", "LT", "2025-08-03", False),  # not known
        ("2025-08", "GE", "2025-08-03", False),
        ("2025-08", "LE", "2025-08", True),
        ("2025", "GT", "2024-12-31", True),
        ("", "LE", "2025-08-03", False),  # nothing is before a blank
        ("2025-08-03", "GT", "", False),
        ("A", "EQ", "A", True),
        ("A", "NE", "", True),
        ("", "EQ", "", True),
    ],
)
def test_two_columns_compare_row_by_row(one, comparator, other, expected):
    assert meets(comparator, text([one, "x"]), text([other, ""])).tolist()[0] is expected


def test_numbers_of_two_columns():
    one, other = number([1, 2, np.nan, np.nan]), number([2, 2, 2, np.nan])
    assert meets("LT", one, other).tolist() == [True, False, False, False]
    assert meets("GE", one, other).tolist() == [False, True, False, False]
    assert meets("EQ", one, other).tolist() == [False, True, False, True]
