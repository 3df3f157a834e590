"""A lane a subject: stretches of time, and what happened on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from onespec.engine.contract import NumberName, Selection
from onespec.engine.registry import FIGURE, analysis
from onespec.results.contract import Beside, Cell, Line, Result, Source, Stat, Words, fixed
from onespec.results.methods._kinds import short_names
from onespec.results.methods._stats import one_a_subject

if TYPE_CHECKING:
    from onespec.results.figures.picture import Picture


@dataclass(kw_only=True)
class Span(Selection):
    """Records that are stretches of a lane, all of one name."""

    told = "{first} to {last} of {source}"

    first: NumberName
    last: NumberName
    named: str


@dataclass(kw_only=True)
class Sign(Selection):
    """Records that are events on a lane, all of one name."""

    told = "{date} of {source}"

    date: NumberName
    named: str


@analysis(
    """For each subject, from {origin} on: {stretches} as bars, {events} as signs, and an arrow for the subjects of
{ongoing}; days are divided by {divisor}.""",
    shows=FIGURE,
)
# parameters: each names other records
def swimmer(
    source: Source,
    origin: NumberName,
    stretches: list[Span],
    axis: str,
    events: list[Sign] | None = None,
    ongoing: Selection | None = None,
    divisor: float = 1.0,
    step: float | None = None,
) -> Result:
    """The lines are the stretches and events: subject, name, begin and end after the origin.

    The source has one record a subject, with the day that its lane begins at; a subject without one has no lane.  A
    stretch or event without its days is left out.  A last day belongs to its stretch.
    """
    one_a_subject(source, origin)
    start = np.full(len(source.subjects), np.nan)
    start[source.subject] = source.number(origin)
    spans = [_marks(start, s, s["first"], s["last"], divisor) for s in _besides(stretches)]
    signs = [_marks(start, s, s["date"], s["date"], divisor) for s in _besides(events)]
    names = short_names(source.subjects)
    lines = [line for mark in (*spans, *signs) for line in mark.lines(names)]
    going = {int(who) for who in ongoing.source.subject} if isinstance(ongoing, Beside) else set()

    def picture(language: str) -> Picture:
        from onespec.results.figures import swimmer as drawing
        from onespec.results.figures.axis import Axis

        said = source.facts.said
        lanes = []
        for who in np.flatnonzero(~np.isnan(start)).tolist():
            own = [drawing.Stretch(a, b, said(m.named)[language]) for m in spans for a, b in m.of(who)]
            on = [drawing.Event(a, said(m.named)[language]) for m in signs for a, _ in m.of(who)]
            lanes.append(drawing.Lane(names[who], own, on, who in going))
        stretch, sign = ([said(m.named)[language] for m in marks] for marks in (spans, signs))
        kinds = drawing.Kinds(list(dict.fromkeys(stretch)), list(dict.fromkeys(sign)), said("Ongoing")[language])
        return drawing.swimmer_figure(lanes, kinds, Axis(said(axis)[language], step))

    said = source.facts.said
    return Result(tuple(lines), (said("What"), said("From"), said("To")), picture)


@dataclass(frozen=True)
class _Marks:
    """Stretches or events of one name: who, from when and until when."""

    named: str
    source: Source
    first: np.ndarray
    last: np.ndarray

    def of(self, who: int) -> list[tuple[float, float]]:
        own = self.source.subject == who
        return sorted(zip(self.first[own].tolist(), self.last[own].tolist(), strict=True))

    def lines(self, names: list[str]) -> list[Line]:
        out = []
        for record, who in enumerate(self.source.subject.tolist()):
            on = self.source.on(np.arange(len(self.source)) == record)
            ends = (("first", "From", self.first), ("last", "To", self.last))
            cells = [Cell((Stat("what", "What", self.named, self.named, on),))]
            cells += [Cell((Stat(n, s, float(v[record]), fixed(float(v[record]), 1), on),)) for n, s, v in ends]
            out.append(Line(Words(names[who]), tuple(cells), "", str(self.source.subjects[who])))
        return out


def _besides(given: object) -> list[Beside]:
    listed = given if isinstance(given, (list, tuple)) else [given] if given is not None else []
    return [each for each in listed if isinstance(each, Beside)]


# parameters: where lanes begin, and which records are marked how
def _marks(start: np.ndarray, beside: Beside, first: str, last: str, divisor: float) -> _Marks:
    own = beside.source
    a, b = own.number(first) - start[own.subject], own.number(last) - start[own.subject]
    b = b + 1 if first != last else b
    there = ~np.isnan(a) & ~np.isnan(b)
    return _Marks(beside["named"], own.take(there), a[there] / divisor, b[there] / divisor)
