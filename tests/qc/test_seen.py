"""Rows whose hash an earlier row has, whether the hashes stand in memory or in a file."""

import numpy as np
import pytest

from onespec.qc import seen
from onespec.qc.seen import Seen, repeated


def seen_of(*chunks):
    out = Seen()
    for chunk in chunks:
        out.add(np.array(chunk, np.uint64))
    return out


@pytest.mark.parametrize("held", [1, 2, 3, 100])
def test_rows_are_counted_however_few_are_held(monkeypatch, held):
    monkeypatch.setattr(seen, "HELD", held)
    one, other = seen_of([5, 9, 5], [7], [5, 2**64 - 1]), seen_of([9, 2**64 - 1, 8])
    assert (repeated([one]), repeated([other]), repeated([one, other]), repeated([Seen()])) == (2, 0, 4, 0)
    assert (one.file is None) == (held == 100)
