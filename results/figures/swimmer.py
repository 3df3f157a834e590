"""The swimmer plot: one lane a subject, with stretches, events on the way, and an arrow for what goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from onespec.results.figures.axis import Axis
from onespec.results.figures.picture import GRID, Picture, drawn, legend_above, nth_fill

SIGNS = ("^", "o", "s", "D", "X", "v", "P", "*")  # filled and empty by turns


@dataclass(frozen=True)
class Stretch:
    first: float
    last: float
    kind: str


@dataclass(frozen=True)
class Event:
    time: float
    kind: str


@dataclass(frozen=True)
class Lane:
    """A subject from time 0: its stretches, its events; ``ongoing``: an arrow at the end of the last stretch."""

    subject: str
    stretches: Sequence[Stretch]
    events: Sequence[Event] = ()
    ongoing: bool = False

    @property
    def end(self) -> float:
        return max([stretch.last for stretch in self.stretches], default=0.0)


@dataclass(frozen=True)
class Kinds:
    """Kinds of stretches and of events in the order of the legend, and what the arrow means."""

    stretches: Sequence[str]
    events: Sequence[str] = ()
    ongoing: str = "Ongoing"


def swimmer_figure(lanes: Sequence[Lane], kinds: Kinds, time: Axis) -> Picture:
    """The longest lane on top; ties in the order of the subjects' names.

    Errors: ValueError for a kind of stretch or event that is not in ``kinds``.

    Example::

        swimmer_figure([Lane("1", [Stretch(0, 9, "Treated")], ongoing=True)], Kinds(["Treated"]), Axis("Months", 3))
    """
    unknown = {s.kind for lane in lanes for s in lane.stretches} - set(kinds.stretches)
    unknown |= {e.kind for lane in lanes for e in lane.events} - set(kinds.events)
    if unknown:
        raise ValueError(f"lanes with {', '.join(sorted(unknown))}, which the legend does not have")
    ordered = sorted(lanes, key=lambda lane: (-lane.end, lane.subject))

    def draw(figure: Figure) -> None:
        axes = figure.add_subplot()
        last = max([lane.end for lane in lanes] + [e.time for lane in lanes for e in lane.events], default=0.0)
        ticks = time.ticks(0, last)
        for place, lane in enumerate(ordered):
            _lane(axes, place, lane, kinds)
        axes.set(xlabel=time.label, xticks=ticks, xlim=(0, ticks[-1] * 1.02), ylim=(max(len(ordered), 1) - 0.4, -0.6))
        small = max(4.5, min(8.0, 260 / max(len(ordered), 1)))
        axes.set_yticks(range(len(ordered)), [lane.subject for lane in ordered], fontsize=small)
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="x", color=GRID, linewidth=0.6)
        axes.set_axisbelow(True)
        legend_above(axes, _legend(lanes, kinds))

    return drawn(draw)


def _lane(axes: Axes, place: int, lane: Lane, kinds: Kinds) -> None:
    for stretch in lane.stretches:
        fill = nth_fill(kinds.stretches.index(stretch.kind) + 1)
        axes.barh(
            place,
            stretch.last - stretch.first,
            0.62,
            stretch.first,
            color=fill.color,
            hatch=fill.hatch,
            edgecolor="black",
            linewidth=0.5,
        )
    if lane.ongoing:
        axes.annotate(
            "",
            (lane.end, place),
            xytext=(12, 0),
            textcoords="offset points",
            arrowprops={"arrowstyle": "<|-", "color": "black", "linewidth": 1.0},
        )
    for event in lane.events:
        axes.plot(event.time, place, **_sign(kinds.events.index(event.kind)), clip_on=False, zorder=4)


def _sign(number: int) -> dict[str, Any]:
    filled = "black" if number % 2 == 0 else "white"
    return {
        "marker": SIGNS[number % len(SIGNS)],
        "markersize": 5.5,
        "markerfacecolor": filled,
        "markeredgecolor": "black" if filled == "white" else "white",
        "markeredgewidth": 0.8,
        "linestyle": "",
    }


def _legend(lanes: Sequence[Lane], kinds: Kinds) -> list[Patch | Line2D]:
    used = {s.kind for lane in lanes for s in lane.stretches} | {e.kind for lane in lanes for e in lane.events}
    out: list[Patch | Line2D] = []
    for number, kind in enumerate(kinds.stretches):
        fill = nth_fill(number + 1)
        if kind in used:
            out.append(Patch(facecolor=fill.color, hatch=fill.hatch, edgecolor="black", linewidth=0.5, label=kind))
    for number, kind in enumerate(kinds.events):
        if kind in used:
            out.append(Line2D([], [], label=kind, **_sign(number)))
    if any(lane.ongoing for lane in lanes):
        out.append(Line2D([], [], color="black", marker=">", markersize=5, linewidth=1.0, label=kinds.ongoing))
    return out
