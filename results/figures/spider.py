"""The spider plot: the course of a value in each subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from onespec.results.figures.axis import Axis
from onespec.results.figures.picture import GRID, HIGH, WIDE, Picture, drawn, legend_above, line_across, nth_stroke

NAMED = 40  # subjects whose names stand at the ends of their lines
NAME = 6.0  # points: the size of a name


@dataclass(frozen=True)
class Course:
    """A subject's values in order of time, the kind of which the course is, and whether it ended in an event."""

    subject: str
    times: Sequence[float]
    values: Sequence[float]
    kind: str
    ended: bool = False


@dataclass(frozen=True)
class Plane:
    """Both axes, lines across at ``thresholds``, and what the end of a course means."""

    time: Axis
    value: Axis
    thresholds: Sequence[float] = ()
    end: str = ""


def spider_figure(courses: Sequence[Course], kinds: Sequence[str], plane: Plane) -> Picture:
    """``kinds`` in the order of their legend.

    Errors: ValueError for a kind that is not one of ``kinds``, or times and values of different number.

    Example::

        spider_figure([Course("1", [0, 6], [0, -30], "PR")], ["PR"], Plane(Axis("Weeks", 6), Axis("Change (%)", 20)))
    """
    unknown = {course.kind for course in courses} - set(kinds)
    if unknown:
        raise ValueError(f"courses of {', '.join(sorted(unknown))}, which are none of {', '.join(kinds)}")
    if any(len(course.times) != len(course.values) for course in courses):
        raise ValueError("a course has other times than values")

    used = [kind for kind in kinds if any(course.kind == kind for course in courses)]

    def draw(figure: Figure) -> None:
        axes = figure.add_subplot()
        for course in (course for course in courses if len(course.times)):
            stroke = nth_stroke(used.index(course.kind))
            axes.plot(
                course.times,
                course.values,
                color=stroke.color,
                linestyle=stroke.dashes,
                marker=stroke.mark,
                markersize=3.4,
                linewidth=1.0,
            )
            end = (course.times[-1], course.values[-1])
            if course.ended:
                axes.plot(*end, "x", color="black", markersize=8, markeredgewidth=1.6, zorder=4)
        for line in plane.thresholds:
            line_across(axes, line)
        axes.axhline(0, color="black", linewidth=0.6, zorder=0)
        all_times = [0.0, *(time for course in courses for time in course.times)]
        all_values = [0.0, *plane.thresholds, *(value for course in courses for value in course.values)]
        across, up = (
            plane.time.ticks(min(all_times), max(all_times)),
            plane.value.ticks(min(all_values), max(all_values)),
        )
        axes.set(xlabel=plane.time.label, ylabel=plane.value.label, xticks=across, yticks=up)
        axes.set(xlim=(across[0], across[-1]), ylim=(up[0], up[-1]))
        axes.grid(color=GRID, linewidth=0.6)
        if len(courses) <= NAMED:
            _names(axes, [course for course in courses if len(course.times)])
        legend_above(axes, _legend(courses, used, plane))

    return drawn(draw)


def _names(axes: Axes, courses: Sequence[Course]) -> None:
    """Names beside the ends of the courses; one that would lie on another moves up."""
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    across, up = WIDE * 72 / (right - left), HIGH * 72 / (top - bottom)  # about so many points each
    taken: list[tuple[float, float]] = []
    for course in sorted(courses, key=lambda course: (course.values[-1], course.subject)):
        end = (course.times[-1], course.values[-1])
        x, y = end[0] * across, end[1] * up
        width = NAME * 0.7 * len(course.subject)
        while any(abs(x - other) < width and abs(y - height) < NAME for other, height in taken):
            y += 1
        taken.append((x, y))
        away = (6, y - end[1] * up)
        axes.annotate(course.subject, end, xytext=away, textcoords="offset points", va="center", fontsize=NAME)


def _legend(courses: Sequence[Course], used: Sequence[str], plane: Plane) -> list[Line2D]:
    strokes = {kind: nth_stroke(place) for place, kind in enumerate(used)}
    lines = [
        Line2D([], [], color=s.color, linestyle=s.dashes, marker=s.mark, markersize=3.4, linewidth=1.0, label=kind)
        for kind, s in strokes.items()
    ]
    if plane.end and any(course.ended for course in courses):
        lines.append(Line2D([], [], color="black", linestyle="", marker="x", markersize=7, label=plane.end))
    return lines
