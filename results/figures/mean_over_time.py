"""Means over time: a line a group with error bars, and how many subjects stand behind each below the axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from onespec.results.figures.axis import Axis
from onespec.results.figures.below_axis import Counts, counts_below
from onespec.results.figures.picture import GRID, Picture, drawn, legend_above, line_across, nth_stroke

APART = 0.14  # groups side by side, so that bars do not hide one another


@dataclass(frozen=True)
class Point:
    """A mean at the nth time, the ends of its error bar (None: no spread), and the number of subjects."""

    place: int
    count: int
    mean: float
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Series:
    label: str
    points: Sequence[Point]


def mean_over_time_figure(
    series: Sequence[Series],
    times: Sequence[str],
    values: Axis,
    reference: float | None = None,
    subjects: str = "Number of subjects",
) -> Picture:
    """``times`` names the places in order (visits, time points); ``reference`` is a line across.

    ``subjects`` names the numbers below the axis.

    Example::

        mean_over_time_figure([Series("All", [Point(0, 9, 5.1, 4.0, 6.2)])], ["Baseline"], Axis("Mean (SD)"))
    """

    def draw(figure: Figure) -> None:
        axes = figure.add_subplot()
        for number, each in enumerate(series):
            _line(axes, each, number, (number - (len(series) - 1) / 2) * APART)
        counts_below(axes, subjects, [_row(each, number) for number, each in enumerate(series)])
        if reference is not None:
            line_across(axes, reference)
        ends = [e for s in series for p in s.points for e in (p.mean, p.lower, p.upper) if e is not None]
        ends += [reference] if reference is not None else []
        ticks = values.ticks(min(ends, default=0.0), max(ends, default=1.0))
        axes.set(ylabel=values.label, yticks=ticks, ylim=(ticks[0], ticks[-1]), xlim=(-0.5, len(times) - 0.5))
        axes.set_xticks(range(len(times)), times)
        axes.grid(axis="y", color=GRID, linewidth=0.6)
        if len(series) > 1:
            legend_above(axes)

    return drawn(draw)


def _line(axes: Axes, series: Series, number: int, shift: float) -> None:
    stroke = nth_stroke(number)
    points = sorted(series.points, key=lambda point: point.place)
    for point in points:
        if point.lower is not None and point.upper is not None:
            axes.errorbar(
                point.place + shift,
                point.mean,
                [[point.mean - point.lower], [point.upper - point.mean]],
                color=stroke.color,
                capsize=3,
                linewidth=1.0,
            )
    axes.plot(
        [point.place + shift for point in points],
        [point.mean for point in points],
        color=stroke.color,
        linestyle=stroke.dashes,
        marker=stroke.mark,
        markersize=4.5,
        linewidth=1.4,
        label=series.label,
    )


def _row(series: Series, number: int) -> Counts:
    return Counts(series.label, nth_stroke(number).color, {point.place: point.count for point in series.points})
