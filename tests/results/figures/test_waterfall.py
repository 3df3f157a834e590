"""The waterfall plot."""

from __future__ import annotations

import pytest
from figure_texts import count, texts

from onespec.results.figures.axis import Axis
from onespec.results.figures.waterfall import NAMED, Bar, Values, waterfall_figure

AXIS = Axis("Change (%)", 20)


def test_bars_stand_from_the_worst_to_the_best():
    bars = [Bar("3", -40, "PR"), Bar("2", 160, "PD"), Bar("4", 0, "SD"), Bar("1", -40, "PR", "*")]
    picture = waterfall_figure(bars, ["CR", "PR", "SD", "PD"], Values(AXIS, (20, -30), 100))
    heights = [patch.get_height() for patch in picture.figure.axes[0].patches]
    assert heights == [100, 0, -40, -40]
    found = texts(picture)
    assert found[:4] == ["2", "4", "1", "3"]
    assert {"160", "*", "PR", "SD", "PD", "Change (%)"} <= set(found) and "CR" not in found


def test_names_are_left_out_where_they_do_not_fit():
    bars = [Bar(f"S{number}", number, "SD") for number in range(NAMED + 1)]
    assert count(waterfall_figure(bars, ["SD"], Values(AXIS)), "S1") == 0
    assert count(waterfall_figure(bars[:-1], ["SD"], Values(AXIS)), "S1") == 1


def test_a_kind_that_is_not_in_the_legend():
    with pytest.raises(ValueError, match="bars of NE, which are none of PR, SD"):
        waterfall_figure([Bar("1", 1, "NE")], ["PR", "SD"], Values(AXIS))


def test_nobody():
    assert texts(waterfall_figure([], ["PR"], Values(AXIS, (20, -30))))
