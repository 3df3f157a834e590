"""Drawing: a scale, texts that fit, milestones that do not meet."""

from __future__ import annotations

from onespec.pages.course import Course, Mark, Row
from onespec.pages.timeline import Scale, _stacked, anchor, cut, panel, wide

COURSE = Course("101", [], {}, 0.0, 100.0, 10.0, [(10.0, "first dose")])


def mark(start: float, end: float, text: str = "", kind: str = "grade2", **more) -> Mark:
    return Mark(start, end, text, f"{text}: a title", kind, ("AE", 0), **more)


def test_days_become_pixels_between_the_labels_and_the_right_edge():
    scale = Scale(COURSE, 1010, 200)
    assert [scale.x(day) for day in (-5, 0, 50, 100, 120)] == [200, 200, 600, 1000, 1000]


def test_a_text_is_cut_where_there_is_no_room():
    assert cut("Nausea", 100) == "Nausea"
    assert (
        cut("Peripheral sensory neuropathy", 100).endswith("…")
        and wide(cut("Peripheral sensory neuropathy", 100)) <= 104
    )
    assert wide("恶心") > wide("ab")


def test_milestones_near_one_another_stand_on_lines_of_their_own():
    lines, count = _stacked(
        Scale(COURSE, 1010, 200),
        [mark(1, 1, "Informed consent"), mark(2, 2, "Entered into trial"), mark(99, 99, "Death")],
    )
    assert [n for n, _ in lines] == [0, 1, 0] and count == 2
    assert [left for _, left in lines] == [False, False, True]  # near the right edge the text stands left of its mark


def test_every_mark_is_a_link_with_its_story_and_its_grade():
    drawn = panel(
        COURSE, [Row("Nausea", [mark(20, 60, "2", serious=True, open_end=True)])], 1000, 200, "Adverse events"
    )
    assert f'<a href="#{anchor("AE", 0)}"><title>2: a title</title><rect class="mark grade2 serious"' in drawn
    assert '<text class="on grade2"' in drawn and "<path" in drawn and 'class="guide"' in drawn


def test_the_axis_shows_study_days_without_a_day_0_and_dates():
    drawn = panel(COURSE, [Row("Nausea", [mark(20, 60, "2")])], 1000, 200, "")
    assert ">1</text>" in drawn and ">1960-01-11</text>" in drawn and ">0</text>" not in drawn
