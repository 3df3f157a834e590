"""Differences that conditions meet are counted once, for the first that they meet."""

import numpy as np
import pytest
from compared import frame

from onespec.engine.spec.conditions import Condition
from onespec.qc.cells import block_of
from onespec.qc.explained import Explained, Wanted

ROWS = block_of(frame(USUBJID=["1", "2", "3"], AESEQ=[1, 2, None]))
SECOND = (Condition("AESEQ", "GE", ("2",)),)


@pytest.mark.parametrize(
    ("wanted", "counts"),
    [
        ([Wanted("value", "AETERM")], [3]),
        ([Wanted("value", "AESTDY")], [0]),
        ([Wanted("base row", "")], [2]),
        ([Wanted("compare row", "", SECOND)], [1]),
        ([Wanted("value", "AETERM", SECOND), Wanted("value", "AETERM"), Wanted("value", "AETERM")], [1, 2, 0]),
        ([Wanted("value", "AETERM", (Condition("USUBJID", "IN", ("1", "3")), *SECOND))], [0]),
    ],
)
def test_each_counts_what_it_meets_first(wanted, counts):
    found = Explained(wanted)
    found.values("AETERM", ROWS, np.array([0]))
    found.values("AETERM", ROWS, np.array([1, 2]))
    found.rows("base row", ROWS, np.array([0, 2]))
    found.rows("compare row", ROWS, np.array([1]))
    assert found.counts == counts


def test_variables_that_conditions_look_at():
    found = Explained([Wanted("value", "AETERM", SECOND), Wanted("compare row", "", (Condition("X", "EQ", ("",)),))])
    assert (found.names(compare=False), found.names(compare=True)) == (["AESEQ"], ["X"])
