"""The waterfall plot: one bar a subject, the worst to the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from onespec.results.figures.axis import Axis
from onespec.results.figures.picture import GRID, SMALL, Picture, drawn, legend_above, line_across, nth_fill

NAMED = 80  # subjects whose names fit below the bars


@dataclass(frozen=True)
class Bar:
    """A subject's value, and the kind of which it is; ``mark`` is a sign at its end (explained by a footnote)."""

    subject: str
    value: float
    kind: str
    mark: str = ""


@dataclass(frozen=True)
class Values:
    """The axis of the values, lines across at ``thresholds``, and the greatest that is drawn in full."""

    axis: Axis
    thresholds: Sequence[float] = ()
    most: float | None = None


def waterfall_figure(bars: Sequence[Bar], kinds: Sequence[str], values: Values) -> Picture:
    """``kinds`` in the order of their legend.  Bars beyond ``most`` are cut and tell their value, as does a zero.

    Ties stand in the order of the subjects' names.

    Errors: ValueError for a kind that is not one of ``kinds``.

    Example::

        waterfall_figure([Bar("1", -40, "PR"), Bar("2", 25, "PD")], ["PR", "PD"], Values(Axis("Change (%)", 20)))
    """
    unknown = {bar.kind for bar in bars} - set(kinds)
    if unknown:
        raise ValueError(f"bars of {', '.join(sorted(unknown))}, which are none of {', '.join(kinds)}")
    used = [kind for kind in kinds if any(bar.kind == kind for bar in bars)]
    ordered = sorted(bars, key=lambda bar: (-bar.value, bar.subject))

    def draw(figure: Figure) -> None:
        axes = figure.add_subplot()
        shown = [bar.value if values.most is None else min(bar.value, values.most) for bar in ordered]
        for place, (bar, height) in enumerate(zip(ordered, shown, strict=True)):
            fill = nth_fill(used.index(bar.kind))
            axes.bar(place, height, 0.82, color=fill.color, hatch=fill.hatch, edgecolor="black", linewidth=0.5)
            above = height >= 0
            said = (f"{bar.value:g}" if bar.value > height or bar.value == 0 else "") + bar.mark
            axes.annotate(
                said,
                (place, height),
                xytext=(0, 2 if above else -2),
                textcoords="offset points",
                ha="center",
                va="bottom" if above else "top",
                fontsize=SMALL,
            )
        for line in values.thresholds:
            line_across(axes, line)
        axes.axhline(0, color="black", linewidth=0.8)
        ticks = values.axis.ticks(min(*shown, *values.thresholds, 0, 0), max(*shown, *values.thresholds, 0, 0))
        axes.set(
            ylabel=values.axis.label, ylim=(ticks[0], ticks[-1]), yticks=ticks, xlim=(-0.8, max(len(ordered), 1) - 0.2)
        )
        axes.grid(axis="y", color=GRID, linewidth=0.6)
        axes.set_axisbelow(True)
        names = [bar.subject for bar in ordered] if len(ordered) <= NAMED else []
        axes.set_xticks(np.arange(len(names)), names, rotation=90, fontsize=6.5)
        axes.tick_params(axis="x", length=0)
        axes.spines["bottom"].set_visible(False)
        patches = [
            Patch(facecolor=fill.color, hatch=fill.hatch, edgecolor="black", linewidth=0.5, label=kind)
            for kind in used
            for fill in (nth_fill(used.index(kind)),)
        ]
        legend_above(axes, patches)

    return drawn(draw)
