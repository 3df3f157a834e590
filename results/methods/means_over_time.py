"""Means visit by visit, as lines with error bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from onespec.engine.contract import Name, NumberName
from onespec.engine.registry import FIGURE, analysis
from onespec.results.contract import Cell, Line, Result, Source, Stat, fixed
from onespec.results.methods._stats import one_a_subject, whole_number
from onespec.results.methods._visits import visits_of
from onespec.results.statistics.decimals import decimals
from onespec.results.statistics.descriptive import Description, describe

if TYPE_CHECKING:
    from onespec.results.figures.picture import Picture


@analysis(
    """Mean and standard deviation (divisor n - 1) of {value} at each {visit}, in the order of {order}, a line a column
of the display, with the numbers of subjects.""",
    shows=FIGURE,
)
def means_over_time(
    source: Source, visit: Name, order: NumberName, value: NumberName, axis: str, reference: float | None = None
) -> Result:
    """The lines are the visits: number of subjects, mean and standard deviation of each column.

    A bar reaches a standard deviation up and down; a mean of one value has none.  A subject has one value a visit.
    """
    shown = source.take(~np.isnan(source.number(value)))
    visits = visits_of(shown, visit, order)
    places = decimals(shown.number(value))
    groups = list(shown.each_group())
    found: dict[str, list[Description]] = {}
    lines: list[Line] = []
    for name in visits:
        one_a_subject(shown.take(shown.text(visit) == name), f"{value} at {name}")
        here = [own.take(own.text(visit) == name) for own in groups]
        found[name] = [describe(own.number(value)) for own in here]
        cells = tuple(_cell(d, own, places) for d, own in zip(found[name], here, strict=True))
        lines.append(Line(source.said(visit, name), cells, visit, name))

    def picture(language: str) -> Picture:
        from onespec.results.figures.axis import Axis
        from onespec.results.figures.mean_over_time import Series, mean_over_time_figure

        said = source.facts.said
        series = [
            Series(group.label[language], [_point(n, found[v][g]) for n, v in enumerate(visits) if found[v][g].n])
            for g, group in enumerate(source.groups)
        ]
        names = [source.said(visit, name)[language] for name in visits]
        axes = Axis(said(axis)[language])
        return mean_over_time_figure(series, names, axes, reference, said("Number of subjects")[language])

    return Result(tuple(lines), picture=picture)


def _point(place: int, found: Description):
    from onespec.results.figures.mean_over_time import Point

    mean, sd = found.mean or 0.0, found.sd
    return Point(place, found.n, mean, None if sd is None else mean - sd, None if sd is None else mean + sd)


def _cell(found: Description, own: Source, places: int) -> Cell:
    stats = (
        whole_number("n", "n", found.n, own.on()),
        Stat("mean", "Mean", found.mean, fixed(found.mean, places + 1), own.on()),
        Stat("sd", "SD", found.sd, fixed(found.sd, places + 2), own.on()),
    )
    return Cell(stats, "{0}; {1} ({2})" if found.n else "{0}")
