"""The Kaplan-Meier figure: curves with their censored subjects, medians, and the numbers at risk below the axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from onespec.results.figures.axis import Axis
from onespec.results.figures.below_axis import Counts, counts_below
from onespec.results.figures.picture import FAINT, Picture, Stroke, drawn, legend_above, nth_stroke
from onespec.results.statistics.brookmeyer_crowley import brookmeyer_crowley
from onespec.results.statistics.kaplan_meier import Curve, at_risk_at
from onespec.results.statistics.survival_limits import survival_limits


@dataclass(frozen=True)
class Arm:
    """A curve and what it is called; ``interval`` (log-log, log or plain): draw its 95% limits, too."""

    label: str
    curve: Curve
    interval: str | None = None


def kaplan_meier_figure(arms: Sequence[Arm], time: Axis, height: str, at_risk: str = "Number at risk") -> Picture:
    """``height`` names the axis of the share without event, ``at_risk`` the numbers below it.

    Example::

        kaplan_meier_figure([Arm("All", kaplan_meier([6, 7], [True, False]))], Axis("Months", 3), "Survival")
    """

    def draw(figure: Figure) -> None:
        axes = figure.add_subplot()
        last = max((float(arm.curve.time[-1]) for arm in arms if arm.curve.time.size), default=0.0)
        ticks = time.ticks(0, last)
        for number, arm in enumerate(arms):
            _curve(axes, arm, nth_stroke(number))
        counts_below(axes, at_risk, [_row(arm, number, ticks) for number, arm in enumerate(arms)])
        axes.set(xlabel=time.label, ylabel=height, ylim=(0, 1.03), xlim=(0, ticks[-1]))
        axes.set_xticks(ticks)
        axes.set_yticks(np.linspace(0, 1, 6))
        legend_above(axes)

    return drawn(draw)


def _curve(axes: Axes, arm: Arm, stroke: Stroke) -> None:
    curve, (color, dashes, _) = arm.curve, stroke
    times, heights = np.append(0, curve.time), np.append(1, curve.survival)
    if arm.interval:
        lower, upper = (np.append(1, side) for side in survival_limits(curve, arm.interval))
        lower, upper = (np.where(heights == 1, 1, side) for side in (lower, upper))
        axes.fill_between(times, lower, upper, step="post", color=color, alpha=0.13, linewidth=0)
    axes.step(times, heights, where="post", color=color, linestyle=dashes, linewidth=1.5, label=arm.label)
    left = curve.censored > 0
    axes.plot(curve.time[left], curve.survival[left], "|", color=color, markersize=8, markeredgewidth=1.2)
    median = brookmeyer_crowley(curve).estimate
    if median is not None:
        axes.plot([0, median, median], [0.5, 0.5, 0], ":", color=FAINT, linewidth=0.9, zorder=1)


def _row(arm: Arm, number: int, ticks: np.ndarray) -> Counts:
    at = zip(ticks.tolist(), at_risk_at(arm.curve, ticks).tolist(), strict=True)
    return Counts(arm.label, nth_stroke(number).color, dict(at))
