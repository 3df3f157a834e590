"""Rows of marks over time as SVG: one drawing a panel, all of one scale; every mark is a link to its chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from onespec.engine.days import study_day
from onespec.engine.paper.templates import rendered
from onespec.pages.course import RESPONSES, Course, Mark, Row, when

ROW, DOSES, CHART, HEADING, AXIS, TEXT = 21, 30, 112, 20, 34, 11
STEPS = (7, 14, 28, 56, 84, 112, 168, 336, 672)  # days between ticks


@dataclass(frozen=True)
class Shape:
    """An element of a drawing: its attributes, its words, what is shown where the pointer rests, and what it holds."""

    tag: str
    attributes: Mapping[str, object]
    text: str = ""
    title: str = ""
    inner: tuple[Shape, ...] = ()


@dataclass
class Scale:
    """Days to pixels: time runs from left to right.

    gutter   pixels that labels have left of the rows; where that is little, they stand above the rows
    """

    course: Course
    width: int
    gutter: int

    @property
    def beside(self) -> bool:
        """True where labels stand beside the rows."""
        return self.gutter > 40

    @property
    def right(self) -> int:
        return self.width - 10

    def x(self, day: float) -> float:
        first, last = self.course.first, self.course.last
        return round(
            self.gutter + (min(max(day, first), last) - first) / (last - first) * (self.right - self.gutter), 1
        )


def panel(course: Course, rows: list[Row], width: int, gutter: int, name: str) -> str:
    """One drawing: its rows from above, the axis below; ``name`` is what it is called where it cannot be seen."""
    scale, y, out = Scale(course, width, gutter), 4.0, []
    for row in rows:
        drawn, y = _row(scale, row, y)
        out += drawn
    guides = [_guide(scale, day, word, y) for day, word in course.guides]
    behind, labels = _axis(scale, y)
    shapes = [*behind, *guides, *out, *labels]
    size = (width, f"{y + AXIS:g}")
    return rendered(__package__ or "", "drawing.html", size=size, called=name, shapes=shapes).strip()


def wide(text: str, size: float = TEXT) -> float:
    """About how many pixels a text takes."""
    return sum(size if ord(c) > 0x2E80 else size * 0.56 for c in text)


def cut(text: str, pixels: float) -> str:
    """A text that fits; what does not fit ends in an ellipsis."""
    if wide(text) <= pixels:
        return text
    while text and wide(text) > pixels - 8:
        text = text[:-1]
    return text.rstrip() + "…"


def link(mark: Mark, shapes: Sequence[Shape]) -> Shape:
    return Shape("a", {"href": f"#{anchor(*mark.anchor)}"}, title=mark.title, inner=tuple(shapes))


def anchor(dataset: str, row: int) -> str:
    return f"{dataset.lower()}-{row + 1}"


# Elements -----------------------------------------------------------------------------------


def _element(kind: str, cls: str, title: str = "", **attributes: object) -> Shape:
    """An element without words; ``_`` in a name stands for ``-``."""
    return Shape(kind, _attributes(cls, attributes), title=title)


def _text(cls: str, words: str, title: str = "", **attributes: object) -> Shape:
    """Words on the drawing; ``title`` is shown where the pointer rests."""
    return Shape("text", _attributes(cls, attributes), words, title)


def _attributes(cls: str, attributes: dict[str, object]) -> dict[str, object]:
    given: dict[str, object] = {"class": cls} if cls else {}
    return given | {name.replace("_", "-"): value for name, value in attributes.items()}


def _guide(scale: Scale, day: float, word: str, y: float) -> Shape:
    x = scale.x(day)
    return _element("line", "guide", f"{word} {when(day)}", x1=x, x2=x, y1=0, y2=f"{y:g}")


# Rows ---------------------------------------------------------------------------------------


def _row(scale: Scale, row: Row, y: float) -> tuple[list[Shape], float]:
    """A row at height ``y``, and the height below it."""
    out = []
    if row.heading:
        heading = cut(row.label, scale.width)
        return [_text("head", heading, x=0 if scale.beside else 4, y=f"{y + 14:g}")], y + HEADING
    if not scale.beside:
        out.append(_text("", cut(row.label, scale.width - 8), x=4, y=f"{y + 12:g}"))
        y += 15
    milestones = bool(row.marks) and row.marks[0].kind == "milestone"
    height = _height(scale, row, milestones)
    if scale.beside:
        at = y + height - 6 if height < CHART and not milestones else y + 15
        out.append(_text("", cut(row.label, scale.gutter - 12), row.label, x=0, y=f"{at:g}"))
    below = f"{y + height:g}"
    out.append(_element("line", "line", x1=scale.gutter if scale.beside else 4, x2=scale.width - 4, y1=below, y2=below))
    draw = _curve if row.chart else _milestones if milestones else _marks
    return out + draw(scale, row.marks, y, height), y + height + (0 if scale.beside else 3)


def _height(scale: Scale, row: Row, milestones: bool) -> float:
    if row.chart:
        return CHART
    if milestones:
        return _stacked(scale, row.marks)[1] * 16 + 5
    return DOSES if any(m.kind == "dose" for m in row.marks) else ROW


def _marks(scale: Scale, marks: list[Mark], y: float, height: float) -> list[Shape]:
    out, free = [], -1e9
    for mark in marks:
        if mark.kind in ("visit", "unscheduled"):
            size = 3.4 if mark.kind == "visit" else 4
            shapes = [_element("circle", mark.kind, cx=scale.x(mark.start), cy=f"{y + height / 2:g}", r=size)]
        elif mark.kind in ("dose", "nodose"):
            shapes, free = _dose(scale, mark, y + height - 2, y + 9, free)
        else:
            shapes = _box(scale, mark, y, height)
        out.append(link(mark, shapes))
    return out


def _classes(mark: Mark) -> str:
    return " ".join(["mark", mark.kind, *["partial"] * mark.partial, *["serious"] * mark.serious])


def _dose(scale: Scale, mark: Mark, bottom: float, text_at: float, free: float) -> tuple[list[Shape], float]:
    """A dose as high as it is, its text where the one before leaves room; and where the next one may begin."""
    x, tall = scale.x(mark.start), 3 + 7 * mark.level
    size = f"{max(scale.x(mark.end) - x, 3):.1f}"
    shapes = [_element("rect", _classes(mark), x=x, y=f"{bottom - tall:.1f}", width=size, height=f"{tall:.1f}")]
    if mark.text and x > free:
        shapes.append(_text("soft", mark.text, x=x, y=f"{text_at:g}", font_size="9.5"))
        free = x + wide(mark.text, 9.5) + 4
    return shapes, free


def _box(scale: Scale, mark: Mark, y: float, height: float) -> list[Shape]:
    """A span of time with its text; an arrow where it goes on."""
    x, end, classes = scale.x(mark.start), scale.x(mark.end), _classes(mark)
    lettered = mark.text and (mark.kind in RESPONSES or mark.kind.startswith("grade"))
    least = wide(mark.text, 10.5) + (8 if mark.serious else 5) if lettered else 4
    size = max(end - x, least)
    left = x - least / 2 if size == least and end - x < least else x
    left = min(max(left, scale.gutter), scale.width - 6 - size)
    top, half = f"{y + 3:g}", f"{(height - 6) / 2:g}"
    tall = f"{height - 6:g}"
    shapes = [_element("rect", classes, x=f"{left:.1f}", y=top, width=f"{size:.1f}", height=tall, rx="1.5")]
    if mark.open_end:
        shapes.append(_element("path", classes, d=f"M{left + size:.1f},{top} l6,{half} l-6,{half} z"))
    if mark.open_start:
        shapes.append(_element("path", classes, d=f"M{left:.1f},{top} l-6,{half} l6,{half} z"))
    if mark.text and wide(mark.text, 10.5) <= size + 1:
        words = _text(f"on {mark.kind}", mark.text, x=f"{left + size / 2:.1f}", y=f"{y + height / 2 + 4:g}")
        shapes.append(words)
    return shapes


def _stacked(scale: Scale, marks: list[Mark]) -> tuple[list[tuple[int, bool]], int]:
    """For each milestone its line, and whether its text stands left of it, so that no texts meet.

    The second is the number of lines.
    """
    lines: list[list[tuple[float, float]]] = []
    out = []
    for mark in marks:
        x, size = scale.x(mark.start), wide(mark.text) + 12
        left = x + size > scale.width - 4
        low, high = (x - size, x + 5) if left else (x - 5, x + size)
        line = next((n for n, taken in enumerate(lines) if all(high < a or low > b for a, b in taken)), len(lines))
        lines += [[]] if line == len(lines) else []
        lines[line].append((low, high))
        out.append((line, left))
    return out, len(lines)


def _milestones(scale: Scale, marks: list[Mark], y: float, height: float) -> list[Shape]:
    out = []
    for mark, (line, left) in zip(marks, _stacked(scale, marks)[0], strict=True):
        x, at = scale.x(mark.start), y + 4 + 16 * line
        end = {"text_anchor": "end"} if left else dict[str, str]()
        text = _text("", mark.text, x=f"{x - 7 if left else x + 7:.1f}", y=f"{at + 10:g}", **end)
        out.append(link(mark, [_element("path", "milestone", d=f"M{x - 4:.1f},{at + 1:g} h8 l-4,9 z"), text]))
    return out


def _curve(scale: Scale, marks: list[Mark], y: float, height: float) -> list[Shape]:
    """Points joined by a line, each with its value; the axis begins at 0."""
    most = max((float(m.text) for m in marks), default=1) or 1
    at = [(scale.x(m.start), y + height - 10 - float(m.text) / most * (height - 34)) for m in marks]
    zero, beside = f"{y + height - 10:g}", scale.gutter - 4 if scale.beside else 12
    out = [
        _element("line", "tick", x1=scale.gutter, x2=scale.right, y1=zero, y2=zero),
        _text("soft", "0", x=beside, y=f"{y + height - 7:g}", text_anchor="end"),
        _element("polyline", "curve", points=" ".join(f"{px:.1f},{py:.1f}" for px, py in at)),
    ]
    free = -1e9
    for mark, (px, py) in zip(marks, at, strict=True):
        half, shapes = wide(mark.text) / 2, [_element("circle", "sum", cx=f"{px:.1f}", cy=f"{py:.1f}", r="4")]
        if px - half > free:
            words = _text("", mark.text, x=f"{max(px, half):.1f}", y=f"{py - 8:.1f}", text_anchor="middle")
            shapes.append(words)
            free = px + half + 2
        out.append(link(mark, shapes))
    return out


def _axis(scale: Scale, y: float) -> tuple[list[Shape], list[Shape]]:
    """Lines behind the marks, and the labels below them: study days, and dates."""
    course, right = scale.course, scale.right
    left, dated = scale.x(course.first), np.isnan(course.zero)
    room = (right - left) / (course.last - course.first)
    step = next((s for s in STEPS if s * room >= 84), STEPS[-1])
    zero = course.first if dated else course.zero
    ticks = [
        zero + n * step
        for n in range(int(np.ceil((course.first - zero) / step)), int((course.last - zero) // step) + 1)
    ]
    behind = [_element("line", "tick", x1=scale.x(t), x2=scale.x(t), y1=0, y2=f"{y + 4:g}") for t in ticks]
    labels = []
    for t in ticks:
        x = scale.x(t)
        place = "start" if x < left + 24 and not scale.beside else "end" if x > right - 24 else "middle"
        day = "" if dated else str(int(study_day(t, zero)))
        labels += [
            _text("soft", day, x=x, y=f"{y + 16:g}", text_anchor=place),
            _text("soft", when(t), x=x, y=f"{y + 29:g}", text_anchor=place),
        ]
    return behind, labels
