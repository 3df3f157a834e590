"""A spider plot as an analysis."""

from __future__ import annotations

from analysed import NAN, made_source, printed
from figure_texts import texts

from onespec.results.methods.spider import Course, Plane, spider

PLANE = Plane("weeks", "Change (%)", 6.0, [20.0, -30.0])
COURSE = Course("DAY", "PCHG", 7.0)


def test_lines_are_the_points_in_order_of_time():
    source = made_source([1, 1, 4, 1, 4], DAY=[84.0, 42.0, 42.0, NAN, 63.0], PCHG=[-40.0, -20.0, 5.0, 1.0, NAN])
    result = spider(source, COURSE, PLANE)
    assert printed(result) == [["S1", "6.0", "-20.0"], ["S1", "12.0", "-40.0"], ["S4", "6.0", "5.0"]]
    assert result.lines[0].cells[1].stats[0].on.rows == (2,)
    lines = result.picture("en").figure.axes[0].lines
    assert [line.get_xydata().tolist() for line in lines[:2]] == [[[6, -20], [12, -40]], [[6, 5]]]
    assert {"Arm A", "Arm B", "weeks", "Change (%)"} <= set(texts(result.picture("en")))
    assert "周" in texts(result.picture("zh"))


def test_courses_may_begin_together():
    source = made_source([1, 4], DAY=[42.0, 63.0], PCHG=[-20.0, 5.0])
    result = spider(source, Course("DAY", "PCHG", 7.0, begins_at=0.0), PLANE)
    lines = result.picture("en").figure.axes[0].lines
    assert [line.get_xydata().tolist() for line in lines[:2]] == [[[0, 0], [6, -20]], [[0, 0], [9, 5]]]
    assert len(result.lines) == 2


def test_two_values_at_one_time_are_both_drawn():
    """A scheduled and an unscheduled assessment of one day."""
    source = made_source([1, 1, 1], DAY=[14.0, 7.0, 7.0], PCHG=[3.0, 1.0, 2.0])
    assert [line[2] for line in printed(spider(source, COURSE, PLANE))] == ["1.0", "2.0", "3.0"]
