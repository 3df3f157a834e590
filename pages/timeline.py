"""Rows of marks over time as SVG: one drawing a panel, all of one scale; every mark is a link to its chain."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import numpy as np

from onespec.engine.days import study_day
from onespec.pages.course import Course, Mark, Row, when

ROW, DOSES, CHART, HEADING, AXIS, TEXT = 21, 30, 112, 20, 34, 11
STEPS = (7, 14, 28, 56, 84, 112, 168, 336, 672)  # days between ticks
STYLE = """
svg { display: block; font-family: inherit; font-size: 11px; fill: var(--ink); }
svg a:hover rect, svg a:hover circle, svg a:hover path { stroke: #0b57d0; stroke-width: 2; }
svg text:not(.on) { paint-order: stroke; stroke: #fff; stroke-width: 3px; stroke-linejoin: round; }
.line { stroke: #e3e7ec; stroke-width: 1; } .tick { stroke: #c3cad3; stroke-width: 1; } .soft { fill: var(--soft); } .head { font-weight: 600; fill: var(--soft); }
.guide { stroke: #5b6675; stroke-width: 1; stroke-dasharray: 4 3; } .curve { fill: none; stroke: #1f4e79; stroke-width: 1.6; }
.mark { stroke: #4a3b2c; stroke-width: .8; fill: #fff; } .partial { stroke-dasharray: 3 2; } .serious { stroke: #000; stroke-width: 2.4; } .on { text-anchor: middle; font-weight: 600; font-size: 10.5px; }
.grade1 { fill: #fff3c9; } .grade2 { fill: #fbc873; } .grade3 { fill: #e98a3a; } .grade4 { fill: #b0301f; } .grade5 { fill: #3a0808; }
.on.grade1, .on.grade2, .on.grade3, .on.epoch0, .on.epoch1 { fill: #1b2430; } .on.grade4, .on.grade5 { fill: #fff; }
.dose { fill: #5f88b0; stroke: #2d4f70; } .nodose { fill: #fff; stroke: #2d4f70; } .therapy { fill: #cfc5de; stroke: #6a5a85; } .epoch0 { fill: #eef1f4; } .epoch1 { fill: #dde3ea; }
.visit { fill: #3c4a5c; stroke: #3c4a5c; } .unscheduled { fill: #fff; stroke: #3c4a5c; stroke-width: 1.4; } .milestone { fill: #1b2430; } .sum { fill: #fff; stroke: #1f4e79; stroke-width: 1.8; }
.CR { fill: #14532f; } .PR { fill: #7dbb93; } .SD { fill: #e8e8e8; } .PD { fill: #8c1d18; } .NE { fill: #fff; }
.on.CR, .on.PD { fill: #fff; } .on.PR, .on.SD, .on.NE { fill: #1b2430; }
@media print { svg * { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
"""


@dataclass
class Scale:
    """Days to pixels: time runs from ``left`` to ``right``; ``labels`` stand left of it, or above the rows where there is no room."""

    course: Course
    width: int
    gutter: int

    @property
    def beside(self) -> bool:
        return self.gutter > 40

    def x(self, day: float) -> float:
        left, right = self.gutter, self.width - 10
        return round(
            left
            + (min(max(day, self.course.first), self.course.last) - self.course.first)
            / (self.course.last - self.course.first)
            * (right - left),
            1,
        )


def panel(course: Course, rows: list[Row], width: int, gutter: int, name: str) -> str:
    """One drawing: its rows from above, the axis below; ``name`` is what it is called where it cannot be seen."""
    scale, y, out = Scale(course, width, gutter), 4.0, []
    for row in rows:
        drawn, y = _row(scale, row, y)
        out += drawn
    guides = [
        f'<line class="guide" x1="{scale.x(day)}" x2="{scale.x(day)}" y1="0" y2="{y:g}"><title>{escape(word)} {when(day)}</title></line>'
        for day, word in course.guides
    ]
    axis = _axis(scale, y)
    return (
        f'<svg viewBox="0 0 {width} {y + AXIS:g}" width="{width}" height="{y + AXIS:g}" role="img" aria-label="{escape(name)}" style="max-width:100%;height:auto">'
        + "".join([*axis[0], *guides, *out, *axis[1]])
        + "</svg>"
    )


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


def _row(scale: Scale, row: Row, y: float) -> tuple[list[str], float]:
    out = []
    if row.heading:
        return [
            f'<text class="head" x="{0 if scale.beside else 4}" y="{y + 14:g}">{escape(cut(row.label, scale.width))}</text>'
        ], y + HEADING
    if not scale.beside:
        out.append(f'<text x="4" y="{y + 12:g}">{escape(cut(row.label, scale.width - 8))}</text>')
        y += 15
    milestones = row.marks and row.marks[0].kind == "milestone"
    height = (
        CHART
        if row.chart
        else _stacked(scale, row.marks)[1] * 16 + 5
        if milestones
        else DOSES
        if any(m.kind == "dose" for m in row.marks)
        else ROW
    )
    if scale.beside:
        out.append(
            f'<text x="0" y="{y + height - 6 if height < CHART and not milestones else y + 15:g}">{escape(cut(row.label, scale.gutter - 12))}<title>{escape(row.label)}</title></text>'
        )
    out.append(
        f'<line class="line" x1="{scale.gutter if scale.beside else 4}" x2="{scale.width - 4}" y1="{y + height:g}" y2="{y + height:g}"/>'
    )
    draw = _curve if row.chart else _milestones if milestones else _marks
    return out + draw(scale, row.marks, y, height), y + height + (0 if scale.beside else 3)


def link(mark: Mark, shapes: str) -> str:
    dataset, row = mark.anchor
    return f'<a href="#{anchor(dataset, row)}"><title>{escape(mark.title)}</title>{shapes}</a>'


def anchor(dataset: str, row: int) -> str:
    return f"{dataset.lower()}-{row + 1}"


def _marks(scale: Scale, marks: list[Mark], y: float, height: float) -> list[str]:
    out, free = [], -1e9
    for mark in marks:
        x, end = scale.x(mark.start), scale.x(mark.end)
        classes = " ".join(
            ["mark", mark.kind, *(["partial"] if mark.partial else []), *(["serious"] if mark.serious else [])]
        )
        if mark.kind in ("visit", "unscheduled"):
            out.append(
                link(
                    mark,
                    f'<circle class="{mark.kind}" cx="{x}" cy="{y + height / 2:g}" r="{3.4 if mark.kind == "visit" else 4}"/>',
                )
            )
        elif mark.kind in ("dose", "nodose"):
            tall = 3 + 7 * mark.level
            shapes = f'<rect class="{classes}" x="{x}" y="{y + height - 2 - tall:.1f}" width="{max(end - x, 3):.1f}" height="{tall:.1f}"/>'
            if mark.text and x > free:
                shapes += f'<text class="soft" x="{x}" y="{y + 9:g}" font-size="9.5">{escape(mark.text)}</text>'
                free = x + wide(mark.text, 9.5) + 4
            out.append(link(mark, shapes))
        else:
            box = mark.kind in ("CR", "PR", "SD", "PD", "NE")
            least = (
                wide(mark.text, 10.5) + (8 if mark.serious else 5)
                if mark.text and (box or mark.kind.startswith("grade"))
                else 4
            )
            size = max(end - x, least)
            left = x - least / 2 if size == least and end - x < least else x
            left = min(max(left, scale.gutter), scale.width - 6 - size)
            shapes = f'<rect class="{classes}" x="{left:.1f}" y="{y + 3:g}" width="{size:.1f}" height="{height - 6:g}" rx="1.5"/>'
            if mark.open_end:
                shapes += f'<path class="{classes}" d="M{left + size:.1f},{y + 3:g} l6,{(height - 6) / 2:g} l-6,{(height - 6) / 2:g} z"/>'
            if mark.open_start:
                shapes += f'<path class="{classes}" d="M{left:.1f},{y + 3:g} l-6,{(height - 6) / 2:g} l6,{(height - 6) / 2:g} z"/>'
            if mark.text and wide(mark.text, 10.5) <= size + 1:
                shapes += f'<text class="on {mark.kind}" x="{left + size / 2:.1f}" y="{y + height / 2 + 4:g}">{escape(mark.text)}</text>'
            out.append(link(mark, shapes))
    return out


def _stacked(scale: Scale, marks: list[Mark]) -> tuple[list[tuple[int, bool]], int]:
    """For each milestone its line, and whether its text stands left of it, so that no texts meet; and the number of lines."""
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


def _milestones(scale: Scale, marks: list[Mark], y: float, height: float) -> list[str]:
    out = []
    for mark, (line, left) in zip(marks, _stacked(scale, marks)[0], strict=True):
        x, at = scale.x(mark.start), y + 4 + 16 * line
        text = f'<text x="{x - 7 if left else x + 7:.1f}" y="{at + 10:g}"{" text-anchor=" + chr(34) + "end" + chr(34) if left else ""}>{escape(mark.text)}</text>'
        out.append(link(mark, f'<path class="milestone" d="M{x - 4:.1f},{at + 1:g} h8 l-4,9 z"/>{text}'))
    return out


def _curve(scale: Scale, marks: list[Mark], y: float, height: float) -> list[str]:
    """Points joined by a line, each with its value; the axis begins at 0."""
    most = max((float(m.text) for m in marks), default=1) or 1
    at = [(scale.x(m.start), y + height - 10 - float(m.text) / most * (height - 34)) for m in marks]
    points = " ".join(f"{px:.1f},{py:.1f}" for px, py in at)
    out = [
        f'<line class="tick" x1="{scale.gutter}" x2="{scale.width - 10}" y1="{y + height - 10:g}" y2="{y + height - 10:g}"/>',
        f'<text class="soft" x="{scale.gutter - 4 if scale.beside else 12}" y="{y + height - 7:g}" text-anchor="end">0</text>',
        f'<polyline class="curve" points="{points}"/>',
    ]
    free = -1e9
    for mark, (px, py) in zip(marks, at, strict=True):
        half = wide(mark.text) / 2
        value = (
            f'<text x="{max(px, half):.1f}" y="{py - 8:.1f}" text-anchor="middle">{escape(mark.text)}</text>'
            if px - half > free
            else ""
        )
        free = px + half + 2 if value else free
        out.append(link(mark, f'<circle class="sum" cx="{px:.1f}" cy="{py:.1f}" r="4"/>{value}'))
    return out


def _axis(scale: Scale, y: float) -> tuple[list[str], list[str]]:
    """Lines behind the marks, and the labels below them: study days, and dates."""
    course, right = scale.course, scale.width - 10
    left, dated = scale.x(course.first), np.isnan(course.zero)
    room = (right - left) / (course.last - course.first)
    step = next((s for s in STEPS if s * room >= 84), STEPS[-1])
    zero = course.first if dated else course.zero
    ticks = [
        zero + n * step
        for n in range(int(np.ceil((course.first - zero) / step)), int((course.last - zero) // step) + 1)
    ]
    behind = [f'<line class="tick" x1="{scale.x(t)}" x2="{scale.x(t)}" y1="0" y2="{y + 4:g}"/>' for t in ticks]
    labels = []
    for t in ticks:
        x = scale.x(t)
        place = "start" if x < left + 24 and not scale.beside else "end" if x > right - 24 else "middle"
        day = "" if dated else str(int(study_day(t, zero)))
        labels.append(
            f'<text class="soft" x="{x}" y="{y + 16:g}" text-anchor="{place}">{day}</text><text class="soft" x="{x}" y="{y + 29:g}" text-anchor="{place}">{when(t)}</text>'
        )
    return behind, labels
