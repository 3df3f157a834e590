"""Counts below an axis."""

from __future__ import annotations

from figure_texts import texts

from onespec.results.figures.below_axis import Counts, counts_below
from onespec.results.figures.picture import drawn


def test_rows_below_the_axis():
    def draw(figure):
        axes = figure.add_subplot()
        axes.set(xlim=(0, 1))
        counts_below(axes, "At risk", [Counts("A", "black", {0: 9, 1: 5}), Counts("B", "black", {0.5: 7})])

    assert texts(drawn(draw))[-6:] == ["At risk", "A", "9", "5", "B", "7"]
