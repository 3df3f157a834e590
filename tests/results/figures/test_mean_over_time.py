"""Means over time."""

from __future__ import annotations

from figure_texts import texts

from onespec.results.figures.axis import Axis
from onespec.results.figures.mean_over_time import Point, Series, mean_over_time_figure

AXIS = Axis("Mean (SD)", 1)
TIMES = ["Baseline", "Cycle 1", "Cycle 2"]


def test_means_bars_and_numbers():
    one = Series("A", [Point(0, 9, 5, 4, 6), Point(2, 1, 6.5)])
    other = Series("B", [Point(1, 8, 3, 2, 4), Point(0, 8, 2, 1, 3)])
    picture = mean_over_time_figure([one, other], TIMES, AXIS, reference=4)
    axes = picture.figure.axes[0]
    lines = {line.get_label(): line for line in axes.lines}
    assert lines["A"].get_ydata().tolist() == [5, 6.5] and lines["B"].get_ydata().tolist() == [2, 3]
    assert (lines["A"].get_xdata() < [0, 2]).all() and (lines["B"].get_xdata() > [0, 1]).all()
    found = texts(picture)
    begin = found.index("Number of subjects")
    assert found[begin + 1 : begin + 7] == ["A", "9", "1", "B", "8", "8"]
    assert [*TIMES, "Mean (SD)"] == [text for text in found if text in (*TIMES, "Mean (SD)")]


def test_one_group_needs_no_legend():
    picture = mean_over_time_figure([Series("All", [Point(0, 9, 5, 4, 6)])], TIMES, AXIS)
    assert texts(picture).count("All") == 1


def test_nothing_to_show():
    assert texts(mean_over_time_figure([], TIMES, Axis("Mean")))
    assert texts(mean_over_time_figure([Series("All", [])], TIMES, Axis("Mean")))
