"""The swimmer plot."""

from __future__ import annotations

import pytest
from figure_texts import texts

from onespec.results.figures.axis import Axis
from onespec.results.figures.swimmer import Event, Kinds, Lane, Stretch, swimmer_figure

KINDS = Kinds(["Treatment", "Follow-up"], ["Response", "Death"], "Ongoing")
MONTHS = Axis("Months", 3)


def test_the_longest_lane_is_on_top():
    lanes = [
        Lane("1", [Stretch(0, 4, "Treatment"), Stretch(4, 7, "Follow-up")], [Event(7, "Death")]),
        Lane("2", [Stretch(0, 9, "Treatment")], [Event(2, "Response")], ongoing=True),
        Lane("0", [Stretch(0, 7, "Treatment")]),
    ]
    picture = swimmer_figure(lanes, KINDS, MONTHS)
    axes = picture.figure.axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["2", "0", "1"]
    bars = [(patch.get_x(), patch.get_width(), round(patch.get_y() + patch.get_height() / 2)) for patch in axes.patches]
    assert bars[:4] == [(0, 9, 0), (0, 7, 1), (0, 4, 2), (4, 3, 2)]
    assert {"Treatment", "Follow-up", "Response", "Death", "Ongoing", "Months"} <= set(texts(picture))


def test_the_legend_has_what_is_drawn():
    found = texts(swimmer_figure([Lane("1", [Stretch(0, 4, "Treatment")])], KINDS, MONTHS))
    assert "Treatment" in found and not {"Follow-up", "Response", "Death", "Ongoing"} & set(found)


def test_a_subject_without_a_stretch_has_an_empty_lane():
    found = texts(swimmer_figure([Lane("1", []), Lane("2", [Stretch(0, 1, "Treatment")])], KINDS, MONTHS))
    assert {"1", "2"} <= set(found)
    assert texts(swimmer_figure([], KINDS, MONTHS))


@pytest.mark.parametrize("lane", [Lane("1", [Stretch(0, 1, "Rest")]), Lane("1", [], [Event(1, "Rest")])])
def test_a_kind_that_is_not_in_the_legend(lane):
    with pytest.raises(ValueError, match="lanes with Rest, which the legend does not have"):
        swimmer_figure([lane], KINDS, MONTHS)
