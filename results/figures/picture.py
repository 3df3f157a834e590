"""How every figure looks, and its bytes: the same for the same data, whatever the machine's own settings are.

The font is that which matplotlib brings along, for Chinese letters Noto Sans SC, and all are drawn as outlines; no date
and no version is written.
Nothing is told by colour alone: lines differ by their strokes and marks, areas by their hatching, so that a copy in
grey reads as well.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import matplotlib
import pylopdf_fonts_zh_cn as chinese
from matplotlib import font_manager
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Names of our own: the machine may have other versions of these fonts.
FONT, CHINESE_FONT = "DejaVu Sans of matplotlib", "Noto Sans SC of onespec"
WIDE, HIGH = 9.0, 5.4  # inches: what titles and footnotes leave of a page across
SMALL = 7.5
BESIDE = 6  # entries of a legend side by side
LETTERS = 130  # of the entries of a legend in one row, about
FAINT, GRID = "#9a9a9a", "#e4e4e4"
STYLE: dict[Any, Any] = {
    "font.family": [FONT, CHINESE_FONT],
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "axes.labelsize": 9,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "hatch.linewidth": 0.6,
    "text.parse_math": False,  # a dollar is a dollar
    "svg.fonttype": "path",
    "svg.hashsalt": "onespec",
    "figure.constrained_layout.use": True,
}


Dashes = tuple[float, Sequence[float]]
Look = TypeVar("Look")


class Stroke(NamedTuple):
    """How the nth line of a figure is told from the others."""

    color: str
    dashes: Dashes
    mark: str


class Fill(NamedTuple):
    """How the nth kind of area of a figure is told from the others."""

    color: str
    hatch: str


# From dark to light, so that grey tells them apart as well.
STROKES = (
    Stroke("#111111", (0, ()), "o"),
    Stroke("#0b62a4", (0, (6, 2)), "s"),
    Stroke("#c0561a", (0, (2, 1.5)), "^"),
    Stroke("#6b8f3a", (0, (7, 2, 1.5, 2)), "D"),
    Stroke("#b58a2a", (0, (1, 1)), "v"),
    Stroke("#8a8a8a", (0, (9, 2, 1.5, 2, 1.5, 2)), "P"),
)
FILLS = (
    Fill("#1f4e79", ""),
    Fill("#7fb2d9", "//"),
    Fill("#d9d9d9", ""),
    Fill("#f2a86b", "xx"),
    Fill("#ffffff", ".."),
    Fill("#8f8f8f", "--"),
)


def nth_stroke(number: int) -> Stroke:
    """Errors: ValueError beyond the last: two lines would look alike."""
    return _nth(STROKES, number)


def nth_fill(number: int) -> Fill:
    """Errors: ValueError beyond the last: two kinds of areas would look alike."""
    return _nth(FILLS, number)


def _nth(looks: Sequence[Look], number: int) -> Look:
    if number >= len(looks):
        raise ValueError(f"a figure tells {len(looks)} kinds apart, and more are asked for")
    return looks[number]


def legend_above(axes: Axes, handles: Sequence[Artist] | None = None) -> None:
    """The legend above the axes, where no data lie."""
    shown = list(handles) if handles is not None else axes.get_legend_handles_labels()[0]
    if shown:
        letters = max(len(str(each.get_label())) for each in shown) + 8  # with its sign
        beside = max(1, min(len(shown), BESIDE, LETTERS // letters))
        axes.legend(handles=shown, loc="lower right", bbox_to_anchor=(1, 1), ncols=beside, borderpad=0.1)


def line_across(axes: Axes, height: float) -> None:
    """A threshold: above the grid, below the data."""
    axes.axhline(height, color=FAINT, linewidth=1.0, linestyle=(0, (4, 2)), zorder=0.8)


@dataclass(frozen=True)
class Picture:
    """A drawn figure; ``svg`` for pages, ``png`` for documents that take no SVG."""

    figure: Figure

    def svg(self) -> bytes:
        return self._saved("svg", metadata={"Date": None, "Creator": None})

    def png(self, dots_an_inch: int = 300) -> bytes:
        return self._saved("png", dpi=dots_an_inch, metadata={"Software": None})

    def _saved(self, kind: str, **how: object) -> bytes:
        out = BytesIO()
        with style():
            self.figure.savefig(out, format=kind, **how)  # pyright: ignore[reportArgumentType]
        return out.getvalue()


def drawn(draw: Callable[[Figure], None], width: float = WIDE, height: float = HIGH) -> Picture:
    """A figure of so many inches, on which ``draw`` draws.

    Errors: ValueError for a letter that the font does not have; it would be an empty box.
    """
    with style(), warnings.catch_warnings():
        warnings.filterwarnings("error", "Glyph .* missing")
        figure = Figure(figsize=(width, height))
        draw(figure)
        try:
            figure.draw_without_rendering()
        except UserWarning as missing:
            raise ValueError(f"a figure cannot show a text: {missing}") from None
        figure.set_layout_engine("none")  # the layout is found once: another drawing would move it a little
    return Picture(figure)


@contextmanager
def style() -> Iterator[None]:
    """The settings of every figure in the place of the user's own."""
    _know_font()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(STYLE)
        yield


@cache
def _know_font() -> None:
    folder = Path(matplotlib.get_data_path(), "fonts", "ttf")
    files = (
        (FONT, folder / "DejaVuSans.ttf", 400),
        (FONT, folder / "DejaVuSans-Bold.ttf", 700),
        (CHINESE_FONT, chinese.sans_path(), 400),
        (CHINESE_FONT, chinese.sans_path(), 700),  # there is no bold one
    )
    for name, file, weight in files:
        entry = font_manager.FontEntry(
            fname=str(file),
            name=name,
            style="normal",
            variant="normal",
            weight=weight,
            stretch="normal",
            size="scalable",
        )
        font_manager.fontManager.ttflist.append(entry)
