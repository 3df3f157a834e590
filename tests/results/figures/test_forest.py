"""The forest plot."""

from __future__ import annotations

from figure_texts import texts

from onespec.results.figures.axis import Axis
from onespec.results.figures.forest import Heads, Row, Scale, forest_figure

ROWS = [
    Row("All", ["9/29", "31.0"], 31, 15.3, 50.8, strong=True),
    Row("Age"),
    Row("< 65", ["7/20", "35.0"], 35, 15.4, 59.2, indent=True),
    Row(">= 65", ["0/0", ""], indent=True),
]
HEADS = Heads("Subgroup", ["n/N", "%"])


def test_texts_stand_beside_the_estimates():
    found = texts(forest_figure(ROWS, HEADS, Scale(Axis("Rate (%)", 20), 31)))
    assert found[:5] == ["Subgroup", "All", "Age", "   < 65", "   >= 65"]
    assert found[5:12] == ["n/N", "9/29", "7/20", "0/0", "%", "31.0", "35.0"]
    assert "Rate (%)" in found


def marks(axes) -> list[tuple[str, float]]:
    return [(line.get_marker(), line.get_xdata()[0]) for line in axes.lines if line.get_marker() != "None"]


def test_rows_without_an_estimate_have_no_mark():
    axes = forest_figure(ROWS, HEADS, Scale(Axis("Rate (%)", 20), 31)).figure.axes[-1]
    assert marks(axes) == [("|", 15.3), ("|", 50.8), ("D", 31), ("|", 15.4), ("|", 59.2), ("s", 35)]


def test_an_interval_that_leaves_the_axis_ends_in_an_arrow():
    """As does one without a limit."""
    rows = [Row("A", (), 1.0, 0.05, 1.5), Row("B", (), 3.0, 1.0, None), Row("C", (), 9.0, 5.0, 20.0)]
    axes = forest_figure(rows, Heads("Group"), Scale(Axis("Ratio"), 1, True, (0.1, 8))).figure.axes[-1]
    assert marks(axes) == [("<", 0.1), ("|", 1.5), ("s", 1.0), ("|", 1.0), (">", 8), ("s", 3.0), ("|", 5.0), (">", 8)]
    assert axes.get_xscale() == "log"


def test_nothing_to_show():
    assert "Subgroup" in texts(forest_figure([], HEADS, Scale(Axis("Rate"))))
    assert texts(forest_figure([Row("One", (), 2.0, 2.0, 2.0)], HEADS, Scale(Axis("Rate"), logarithmic=True)))
