"""The spider plot."""

from __future__ import annotations

import pytest
from figure_texts import count, texts

from onespec.results.figures.axis import Axis
from onespec.results.figures.spider import NAMED, Course, Plane, spider_figure

PLANE = Plane(Axis("Weeks", 6), Axis("Change (%)", 20), (20, -30), "New lesion")


def test_each_course_is_a_line_with_its_name():
    courses = [Course("1", [0, 6, 12], [0, -20, -45], "PR"), Course("2", [0, 6], [0, 30], "PD", ended=True)]
    picture = spider_figure(courses, ["PR", "SD", "PD"], PLANE)
    lines = [line.get_xydata().tolist() for line in picture.figure.axes[0].lines]
    assert lines[:3] == [[[0, 0], [6, -20], [12, -45]], [[0, 0], [6, 30]], [[6, 30]]]
    found = texts(picture)
    assert {"1", "2", "PR", "PD", "New lesion", "Weeks", "Change (%)"} <= set(found) and "SD" not in found


def test_names_do_not_lie_on_one_another():
    courses = [Course(f"01-00{number}", [0, 6], [0, 10], "SD") for number in range(5)]
    axes = spider_figure(courses, ["SD"], PLANE).figure.axes[0]
    heights = sorted(note.xyann[1] for note in axes.texts)
    assert len(heights) == 5 and all(high - low >= 6 for low, high in zip(heights, heights[1:], strict=False))


def test_names_are_left_out_where_they_are_too_many():
    courses = [Course(f"S{number}", [0, 6], [0, number], "SD") for number in range(NAMED + 1)]
    assert count(spider_figure(courses, ["SD"], PLANE), "S1") == 0


def test_without_a_course_or_with_an_empty_one():
    assert texts(spider_figure([], ["SD"], PLANE))
    assert "1" not in texts(spider_figure([Course("1", [], [], "SD")], ["SD"], PLANE))


@pytest.mark.parametrize(
    ("course", "said"),
    [(Course("1", [0], [0], "NE"), "courses of NE, which are none of SD"), (Course("1", [0], [], "SD"), "other times")],
)
def test_what_cannot_be_drawn(course, said):
    with pytest.raises(ValueError, match=said):
        spider_figure([course], ["SD"], PLANE)
