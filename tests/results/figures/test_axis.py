"""Ticks of an axis."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.results.figures.axis import MANY, Axis


@pytest.mark.parametrize(
    ("step", "first", "last", "ticks"),
    [
        (3, 0, 10, [0, 3, 6, 9, 12]),
        (3, 0, 9, [0, 3, 6, 9]),
        (20, -100, 33, [-100, -80, -60, -40, -20, 0, 20, 40]),
        (3, 0, 0, [0, 3]),
        (None, 0, 0, [0, 1]),
        (None, 0, 12, list(range(13))),
        (0.1, 0, 0.3, [0, 0.1, 0.2, 0.3]),
    ],
)
def test_ticks(step, first, last, ticks):
    assert Axis("x", step).ticks(first, last).tolist() == pytest.approx(ticks)


@pytest.mark.parametrize("step", [0, -1])
def test_a_step_that_leads_nowhere(step):
    with pytest.raises(ValueError, match="tick to tick of 'Months'"):
        Axis("Months", step).ticks(0, 1)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_ticks_hold_the_data_and_are_not_too_many(first, length):
    ticks = Axis("x").ticks(first, first + length)
    slack = 1e-6 * (abs(first) + length)
    assert ticks[0] <= first + slack and ticks[-1] >= first + length - slack
    assert 2 <= ticks.size <= MANY + 3
