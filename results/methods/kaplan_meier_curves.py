"""Kaplan-Meier curves with the numbers at risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from onespec.engine.contract import Bundle
from onespec.engine.registry import FIGURE, analysis
from onespec.results.contract import BLANK, Cell, Line, Result, Source, Stat, Words, fixed
from onespec.results.methods._stats import whole_number
from onespec.results.methods._survival import Observed, Times, observed

if TYPE_CHECKING:
    from onespec.results.figures.picture import Picture


@dataclass(frozen=True)
class Axes(Bundle):
    """The names of both axes, in English, and the step from tick to tick of the time."""

    across: str
    up: str
    step: float | None = None


@analysis(
    """Curves of {time} by Kaplan and Meier ({censored} 0: an event), one a column of the display, with censored
subjects as ticks and the numbers at risk; times are divided by {divisor}. Limits of the curve: {limits}.""",
    shows=FIGURE,
)
def kaplan_meier_curves(
    source: Source, times: Times, axes: Axes, limits: Literal["none", "log-log", "log", "plain"] = "none"
) -> Result:
    """The lines are the steps of the curves: at each time of a column how many were at risk, had the event, were
    censored, and the rate without event in percent after it.

    ``limits`` draws pointwise 95% confidence limits.
    """
    columns = observed(source, times)
    every = sorted({float(time) for column in columns for time in column.curve.time})
    lines = [_line(columns, times.time, time) for time in every]

    def picture(language: str) -> Picture:
        from onespec.results.figures.axis import Axis
        from onespec.results.figures.kaplan_meier import Arm, kaplan_meier_figure

        said = source.facts.said
        arms = [
            Arm(group.label[language], column.curve, None if limits == "none" else limits)
            for group, column in zip(source.groups, columns, strict=True)
        ]
        time = Axis(said(axes.across)[language], axes.step)
        return kaplan_meier_figure(arms, time, said(axes.up)[language], said("Number at risk")[language])

    return Result(tuple(lines), picture=picture)


def _line(columns: list[Observed], variable: str, time: float) -> Line:
    return Line(Words(f"{time:.2f}"), tuple(_step(c, time) for c in columns), variable, f"{time:g}")


def _step(column: Observed, time: float) -> Cell:
    curve = column.curve
    place = int(np.searchsorted(curve.time, time))
    if place == len(curve.time) or curve.time[place] != time:
        return BLANK
    here = column.times == time
    own, events = column.source, column.events
    rate = 100 * float(curve.survival[place])
    stats = (
        whole_number("n.risk", "Number at risk", int(curve.at_risk[place]), own.on(column.times >= time)),
        whole_number("n.event", "Events", int(curve.events[place]), own.on(here & events)),
        whole_number("n.censor", "Censored", int(curve.censored[place]), own.on(here & ~events)),
        Stat("estimate", "Rate without event, %", rate, fixed(rate, 1), own.on(column.times <= time)),
    )
    return Cell(stats, "{0}; {1}; {2}; {3}")
