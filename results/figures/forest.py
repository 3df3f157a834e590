"""The forest plot: an estimate with its interval for each subgroup, beside its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from onespec.results.figures.axis import Axis
from onespec.results.figures.picture import FAINT, GRID, WIDE, Picture, drawn

ROW = 0.235  # inches
INCHES = 0.093  # of a letter, about, if it is bold


@dataclass(frozen=True)
class Row:
    """A subgroup: its name, the texts of the columns beside it, and the estimate with its limits.

    Without an estimate it is a heading, or a subgroup of too few; ``indent`` moves a level below its heading.
    ``strong``: bold, the estimate as a diamond (all subjects).
    """

    label: str
    texts: Sequence[str] = ()
    estimate: float | None = None
    lower: float | None = None
    upper: float | None = None
    indent: bool = False
    strong: bool = False


@dataclass(frozen=True)
class Scale:
    """The axis of the estimates, with a line at ``reference`` (no effect, or the estimate of all)."""

    axis: Axis
    reference: float | None = None
    logarithmic: bool = False
    limits: tuple[float, float] | None = None


@dataclass(frozen=True)
class Heads:
    """What stands above the names and above each column of texts."""

    label: str
    texts: Sequence[str] = field(default_factory=tuple)


def forest_figure(rows: Sequence[Row], heads: Heads, scale: Scale) -> Picture:
    """Rows from top to bottom, in the order given; an interval that leaves the axis ends in an arrow.

    Example::

        forest_figure([Row("All", ["9/29"], 0.31, 0.15, 0.51)], Heads("Subgroup", ["n/N"]), Scale(Axis("Rate")))
    """

    def draw(figure: Figure) -> None:
        columns = [(heads.label, [row.label + "   " * row.indent for row in rows])]
        columns += [(head, [_text(row, place) for row in rows]) for place, head in enumerate(heads.texts)]
        widths = [INCHES * max(map(len, [head, *texts])) + 0.15 for head, texts in columns]
        shares = [*widths, max(WIDE - sum(widths), 2.5)]
        layout = figure.get_layout_engine()
        if layout is not None:
            layout.set(w_pad=0, wspace=0)  # pyright: ignore[reportCallIssue]
        grid = figure.add_gridspec(1, len(shares), width_ratios=shares, wspace=0.0)
        cells = [figure.add_subplot(grid[0, place]) for place in range(len(shares))]
        _texts(cells[0], heads.label, [("   " if row.indent else "") + row.label for row in rows], rows, "left")
        for place, (head, axes) in enumerate(zip(heads.texts, cells[1:-1], strict=True)):
            _texts(axes, head, [_text(row, place) for row in rows], rows, "center")
        _estimates(cells[-1], rows, scale)

    return drawn(draw, height=max(2.2, 0.95 + ROW * (len(rows) + 1)))


def _text(row: Row, place: int) -> str:
    return row.texts[place] if place < len(row.texts) else ""


def _texts(axes: Axes, head: str, column: Sequence[str], rows: Sequence[Row], side: str) -> None:
    axes.set(xlim=(0, 1), ylim=(len(rows) - 0.5, -1.6))
    axes.axis("off")
    place = 0.0 if side == "left" else 0.5
    axes.text(place, -1, head, ha=side, va="center", weight="bold")
    for number, (text, row) in enumerate(zip(column, rows, strict=True)):
        weight = "bold" if row.strong else "normal"
        axes.text(place, number, text, ha=side, va="center", weight=weight, fontsize=8.5)
    _stripes(axes, len(rows))


def _stripes(axes: Axes, many: int) -> None:
    for number in range(0, many, 2):
        axes.axhspan(number - 0.5, number + 0.5, color=GRID, alpha=0.45, linewidth=0, zorder=0)


def _estimates(axes: Axes, rows: Sequence[Row], scale: Scale) -> None:
    ends = [end for row in rows for end in (row.estimate, row.lower, row.upper) if end is not None]
    if scale.logarithmic:
        axes.set_xscale("log")
        ends = [end * more for end in ends if end > 0 for more in (0.8, 1.25)]
    if scale.reference is not None:
        ends.append(scale.reference)
        axes.axvline(scale.reference, color=FAINT, linewidth=0.9, linestyle=(0, (4, 2)), zorder=1)
    first, last = scale.limits or (min(ends, default=0.0), max(ends, default=1.0))
    if not scale.logarithmic:
        ticks = scale.axis.ticks(first, last)
        axes.set_xticks(ticks)
        first, last = float(ticks[0]), float(ticks[-1])
    else:
        ticks = [tick for tick in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100) if first <= tick <= last]
        axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        axes.minorticks_off()
    axes.set(xlim=(first, last), ylim=(len(rows) - 0.5, -1.6), xlabel=scale.axis.label, yticks=[])
    axes.spines["left"].set_visible(False)
    _stripes(axes, len(rows))
    for number, row in enumerate(rows):
        if row.estimate is not None:
            _interval(axes, number, row, (first, last))


def _interval(axes: Axes, number: int, row: Row, limits: tuple[float, float]) -> None:
    first, last = limits
    low = first if row.lower is None else row.lower
    high = last if row.upper is None else row.upper
    axes.plot([max(low, first), min(high, last)], [number, number], color="black", linewidth=1.1, zorder=3)
    for end, side, mark in ((low, row.lower, "<"), (high, row.upper, ">")):
        if side is None or not first <= end <= last:
            axes.plot([first if mark == "<" else last], [number], mark, color="black", markersize=5, clip_on=False)
        else:
            axes.plot([end], [number], "|", color="black", markersize=5, zorder=3)
    if row.estimate is not None and first <= row.estimate <= last:
        axes.plot([row.estimate], [number], "D" if row.strong else "s", color="black", markersize=5.5, zorder=4)
