"""Rows of two states of a table are found again, and none is lost."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.engine.columns import number, text
from onespec.engine.raw.pairs import Pairs, paired

Row = tuple[str, str]  # key, value


def pairs(old: list[Row], new: list[Row]) -> Pairs:
    before, after = ([text([row[at] for row in rows]) for at in (0, 1)] for rows in (old, new))
    return paired(before, after, lambda left, right: ([before[0].take(left)], [after[0].take(right)]))


@pytest.mark.parametrize(
    ("old", "new", "found", "gone", "added"),
    [
        # a row is deleted in the middle
        ([("a", "1"), ("b", "2"), ("c", "3")], [("a", "1"), ("c", "3")], [(0, 0), (2, 1)], [1], []),
        # the same rows in another order
        ([("a", "1"), ("b", "2")], [("b", "2"), ("a", "1")], [(1, 0), (0, 1)], [], []),
        # a cell changes, a row is new
        ([("a", "1")], [("b", "1"), ("a", "2")], [(0, 1)], [], [0]),
        # of three rows of one key the first is deleted
        ([("a", "1"), ("a", "2"), ("a", "3")], [("a", "2"), ("a", "3")], [(1, 0), (2, 1)], [0], []),
        # ... and another one changes: the rows that are left are one row in their order
        ([("a", "1"), ("a", "2"), ("a", "3")], [("a", "9"), ("a", "3")], [(0, 0), (2, 1)], [1], []),
        # two equal rows, of which one is deleted
        ([("a", "1"), ("a", "1")], [("a", "1")], [(0, 0)], [1], []),
        ([], [("a", "1")], [], [], [0]),
        ([("a", "1")], [], [], [0], []),
        ([], [], [], [], []),
    ],
)
def test_rows_found_again(old, new, found, gone, added):
    made = pairs(old, new)
    assert list(zip(made.old.tolist(), made.new.tolist(), strict=True)) == found
    assert (made.gone.tolist(), made.added.tolist()) == (gone, added)


def test_numbers_that_are_missing_are_alike():
    column = number([1.0, np.nan])
    made = paired([column], [column], lambda old, new: ([number([])], [number([])]))
    assert made.alike.tolist() == [True, True]


rows = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("123")), max_size=12)


@given(rows, rows)
def test_each_row_stands_once_and_as_many_are_alike_as_can_be(old, new):
    made = pairs(old, new)
    assert sorted([*made.old, *made.gone]) == list(range(len(old)))
    assert sorted([*made.new, *made.added]) == list(range(len(new)))
    both = [(old[o], new[n]) for o, n in zip(made.old, made.new, strict=True)]
    assert all(before[0] == after[0] for before, after in both)
    assert [before == after for before, after in both] == made.alike.tolist()
    assert made.alike.sum() == (Counter(old) & Counter(new)).total()
    keys = Counter(key for key, _ in old) & Counter(key for key, _ in new)
    assert len(both) == keys.total()  # no row is alone where the other state has one of its key left
