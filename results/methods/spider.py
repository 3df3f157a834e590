"""The course of a value in each subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from onespec.engine.contract import Bundle, NumberName
from onespec.engine.registry import FIGURE, analysis
from onespec.results.contract import Cell, Line, Result, Source, Stat, Words, fixed
from onespec.results.methods._kinds import Kind, kinds_of, short_names

if TYPE_CHECKING:
    from onespec.results.figures.picture import Picture


@dataclass(frozen=True)
class Course(Bundle):
    """The variables of a course, the unit in which its time is shown, and the value with which it begins at time 0."""

    time: NumberName
    value: NumberName
    divisor: float = 1.0
    begins_at: float | None = None


@dataclass(frozen=True)
class Plane(Bundle):
    """The names of both axes, in English, the step from tick to tick of the time, and lines across."""

    across: str
    up: str
    step: float | None = None
    thresholds: list[float] | None = None


@analysis("""{value} of each subject over {time} (divided by {divisor}), a line a subject.""", shows=FIGURE)
def spider(source: Source, course: Course, plane: Plane, kind: Kind | None = None) -> Result:
    """The lines are the points: subject, time and value.

    Lines differ by ``kind``, a variable of other records with one a subject (a best response); without it by the
    columns of the display.  Records without a time or a value are no points; two at one time are
    both drawn, in the order of the records.

    ``begins_at: 0`` lets every course begin at time 0 with this value, which no record holds (the change at baseline).
    """
    times, values = source.number(course.time) / course.divisor, source.number(course.value)
    there = ~np.isnan(times) & ~np.isnan(values)
    shown, times, values = source.take(there), times[there], values[there]
    order = np.lexsort((times, shown.subject))
    kinds, names = kinds_of(source, kind), short_names(source.subjects)
    lines = [_line(shown, int(n), (float(times[n]), float(values[n])), course, names) for n in order]

    def picture(language: str) -> Picture:
        from onespec.results.figures import spider as drawing
        from onespec.results.figures.axis import Axis

        words, said = kinds.said(language), source.facts.said
        courses = []
        for who in np.unique(shown.subject):
            own = order[shown.subject[order] == who]
            begin = [] if course.begins_at is None else [(0.0, course.begins_at)]
            points = [*begin, *zip(times[own].tolist(), values[own].tolist(), strict=True)]
            courses.append(drawing.Course(names[who], *zip(*points, strict=True), kind=words[kinds.of[who]]))
        axes = Axis(said(plane.across)[language], plane.step), Axis(said(plane.up)[language])
        return drawing.spider_figure(courses, words, drawing.Plane(*axes, plane.thresholds or ()))

    return Result(tuple(lines), (source.label(course.time), source.label(course.value)), picture)


def _line(shown: Source, record: int, point: tuple[float, float], course: Course, names: list[str]) -> Line:
    who, on = int(shown.subject[record]), shown.on(np.arange(len(shown)) == record)
    time, value = point
    cells = (
        Cell((Stat("time", course.time, time, fixed(time, 1), on),)),
        Cell((Stat("value", course.value, value, fixed(value, 1), on),)),
    )
    return Line(Words(names[who]), cells, course.value, str(shown.subjects[who]))
