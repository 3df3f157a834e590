"""What is kept of the first rows, in whatever order they come."""

import numpy as np
import pandas as pd
import pytest
from compared import frame

from onespec.qc.cells import block_of, frame_of
from onespec.qc.foremost import Changes, Foremost

ROWS = block_of(frame(ID=["a", "b", "c", "d"], N=[1, 2, 3, 4]))


@pytest.mark.parametrize("cut", [[[3, 2, 1, 0]], [[3], [0, 1], [2]], [[0, 1, 2, 3]]])
def test_columns_of_the_rows_with_the_smallest_numbers(cut):
    kept = Foremost(3, ["ID", "N"])
    for positions in map(np.array, cut):
        kept.add(ROWS, positions, positions * 10)
    assert frame_of(kept.block()).values.tolist() == [["a", 1], ["b", 2], ["c", 3]]


@pytest.mark.parametrize("cut", [[[4, 3, 2, 1, 0]], [[4], [0, 1], [3, 2]]])
def test_the_commonest_change_of_the_first_rows(cut):
    base, compare = pd.Series([1.0, 1, 2, 3, 3]), pd.Series(["x", "x", "y", "z", "z"], dtype="str")
    kept = Changes(3)
    for at in map(np.array, cut):
        kept.add(at, base.take(at), compare.take(at))
    assert kept.commonest() == ("1", "x", 2)
    assert Changes(3).commonest() is None


def test_of_equally_common_changes_that_of_the_first_row():
    kept = Changes(4)
    for at in (np.array([2, 3]), np.array([0, 1])):
        kept.add(at, pd.Series([9.0, 8, 8, 9]).take(at), pd.Series([0.0, 0, 0, 0]).take(at))
    assert kept.commonest() == ("9", "0", 2)
