"""Counts below an axis: a head, and a row a group, each number under the place of the axis that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from onespec.results.figures.picture import SMALL

HEAD, LINE = 40, 12  # points below the axis: the head, and from row to row
ASIDE = -14  # points: the names stand left of the axis


@dataclass(frozen=True)
class Counts:
    """A row: its name, the colour of its line, and the count at each place."""

    label: str
    color: str
    at: Mapping[float, int]


def counts_below(axes: Axes, head: str, rows: Sequence[Counts]) -> None:
    _write(axes, head, (0, 0), (ASIDE, -HEAD), weight="bold", ha="right")
    for number, row in enumerate(rows, 1):
        down = -HEAD - LINE * number
        _write(axes, row.label, (0, 0), (ASIDE, down), color=row.color, ha="right")
        for place, count in row.at.items():
            _write(axes, str(count), (place, 0), (0, down), across="data", ha="center")


def _write(
    axes: Axes, text: str, at: tuple[float, float], away: tuple[float, float], across: str = "axes fraction", **how: Any
) -> None:
    axes.annotate(
        text, at, xycoords=(across, "axes fraction"), xytext=away, textcoords="offset points", va="top",
        fontsize=SMALL, **how,
    )  # fmt: skip
