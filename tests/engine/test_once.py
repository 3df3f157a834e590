"""Work that variables share is done once, for the very same columns."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from onespec.engine.columns import text
from onespec.engine.once import once


@dataclass(frozen=True)
class Pair:
    one: object
    other: object


@pytest.fixture
def counted():
    """A function that is remembered, and what it was called with."""
    calls: list[tuple] = []

    @once
    def joined(*given):
        calls.append(given)
        return len(calls)

    return joined, calls


def test_the_same_columns_are_asked_once(counted):
    joined, calls = counted
    visit, date = text(["V1"]), text(["2025"])
    assert [joined([visit], Pair(date, "a"), 1), joined([visit], Pair(date, "a"), 1)] == [1, 1] and len(calls) == 1


@pytest.mark.parametrize(
    "other", [([text(["V1"])], "a", 1), ([], "a", 1), ("V1", "a", 1), ("V1", "b", 1), ("V1", "a", 2), ("V1", "a", True)]
)
def test_equal_columns_are_not_the_same_and_other_values_are_others(counted, other):
    joined, _ = counted
    first = joined([text(["V1"])], "a", 1)
    assert joined(*other) == first + 1


def test_lists_of_another_length_are_others(counted):
    joined, _ = counted
    visit = text(["V1"])
    assert (joined([visit], [visit, visit]), joined([visit, visit], [visit])) == (1, 2)


def test_a_few_calls_are_remembered(counted):
    joined, calls = counted
    for number in (1, 2, 3, 4, 4, 3, 2, 1):
        joined(number)
    assert len(calls) == 4
    joined(5), joined(1)
    assert [given for (given,) in calls[4:]] == [5, 1]
