"""Which records meet a condition."""

from __future__ import annotations

import pytest

from onespec.define.check.value_level import holds
from onespec.engine.columns import number, text
from onespec.engine.metadata.model import Check

NAN = float("nan")
TEXTS, NUMBERS = text(["A", "B", "", "C"]), number([1, 2, NAN, 3])


@pytest.mark.parametrize(
    ("column", "how", "values", "rows"),
    [
        (TEXTS, "EQ", ["A"], [1, 0, 0, 0]),
        (TEXTS, "EQ", ["X"], [0, 0, 0, 0]),
        (TEXTS, "EQ", [""], [0, 0, 1, 0]),
        (TEXTS, "NE", ["A"], [0, 1, 1, 1]),
        (TEXTS, "NE", [""], [1, 1, 0, 1]),
        (TEXTS, "IN", ["A", "C"], [1, 0, 0, 1]),
        (TEXTS, "NOTIN", ["A", "C"], [0, 1, 1, 0]),
        (TEXTS, "GT", ["A"], [0, 1, 0, 1]),
        (TEXTS, "LE", ["B"], [1, 1, 0, 0]),
        (NUMBERS, "EQ", ["1.0"], [1, 0, 0, 0]),
        (NUMBERS, "EQ", ["one"], [0, 0, 0, 0]),
        (NUMBERS, "NE", [""], [1, 1, 0, 1]),
        (NUMBERS, "IN", ["1", "3"], [1, 0, 0, 1]),
        (NUMBERS, "GE", ["2"], [0, 1, 0, 1]),
        (NUMBERS, "LT", ["2"], [1, 0, 0, 0]),
        (NUMBERS, "LT", ["two"], [0, 0, 0, 0]),
        (NUMBERS, "LIKE", ["2"], [0, 0, 0, 0]),
    ],
)
def test_the_records_that_meet_a_condition(column, how, values, rows):
    assert (
        holds(column, Check(dataset="VS", variable="X", comparator=how, values=tuple(values))).astype(int).tolist()
        == rows
    )
