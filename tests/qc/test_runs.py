"""Pairs of rows as runs: their order, and a number for a set of places."""

import numpy as np
import pytest

from onespec.qc.runs import Runs, digest


def runs(*blocks):
    out = Runs()
    for base, compare in blocks:
        out.add(np.array(base), np.array(compare))
    return out


@pytest.mark.parametrize(
    ("blocks", "count", "turned"),
    [
        ([], 0, None),
        ([([], [])], 0, None),
        ([([0, 1, 2], [0, 1, 2]), ([3, 4], [3, 4])], 2, None),
        ([([0, 2, 3], [0, 1, 2])], 2, None),  # a row only in the base
        ([([0, 1, 2, 3], [0, 2, 1, 3])], 4, (1, 2, 2, 1)),
        ([([0, 1, 2], [3, 4, 0])], 2, (1, 2, 4, 0)),
        ([([2, 3], [2, 3]), ([0, 1], [0, 1])], 2, None),  # parts come in any order
        ([([2, 3], [0, 1]), ([0, 1], [2, 3])], 2, (1, 2, 3, 0)),
    ],
)
def test_the_first_rows_that_stand_the_other_way_round(blocks, count, turned):
    found = runs(*blocks)
    assert (len(found), found.turned()) == (count, turned)


def test_places_have_one_number_whatever_their_order():
    base, compare = np.array([1, 5, 70_000]), np.array([2, 5, 1])
    whole = digest(0, base, compare)
    assert digest(digest(0, base[2:], compare[2:]), base[:2], compare[:2]) == whole
    assert whole not in (digest(0, compare, base), digest(0, base[:2], compare[:2]), digest(0, base), 0)
    assert digest(0, base[:0]) == 0
