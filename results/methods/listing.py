"""Records, one line each."""

from __future__ import annotations

import numpy as np

from onespec.engine.contract import Name
from onespec.engine.registry import LISTING, analysis
from onespec.results.contract import Cell, Line, Result, Source, Standing, Stat, Words


@analysis(
    "Records of {source}, one line each, with {columns}; sorted by {by}, then as they stand in the dataset.",
    shows=LISTING,
)
def listing(source: Source, columns: list[Name], by: list[Name] | None = None) -> Result:
    """The first of ``columns`` stands at the left; values are shown as they are held, dates as YYYY-MM-DD.

    Only subjects of the population are listed, of whatever group.
    """
    order = np.arange(len(source))
    for name in reversed(by or []):
        values = source.number(name) if source.is_number(name) else source.text(name)
        order = order[np.argsort(values[order], kind="stable")]
    shown = [source.shown(name) for name in columns]
    lines = [
        Line(
            Words(shown[0][at]),
            tuple(
                _cell(source, name, str(values[at]), at) for name, values in zip(columns[1:], shown[1:], strict=True)
            ),
            columns[0],
            str(shown[0][at]),
        )
        for at in map(int, order)
    ]
    return Result(tuple(lines), tuple(source.label(name) for name in columns[1:]), corner=source.label(columns[0]))


def _cell(source: Source, name: str, text: str, at: int) -> Cell:
    on = Standing(source.dataset, (int(source.rows[at]),))
    return Cell((Stat(name, source.label(name).en, text, text, on),)) if text else Cell((), "")
