"""Rows and differing values by value of one key: what drives the differences."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from onespec.engine.xpt.ibm import missing_codes
from onespec.qc.cells import Cells, NotInStep, Numbers
from onespec.qc.result import Driver
from onespec.qc.values import display

_DRIVERS = 3
_VALUES = 100_000  # values of a key among which the one that drives the differences is looked for
_NEVER = np.iinfo(np.int64).max


class KeyValues:
    """Counts of one key; those of a part's rows may come in several cuts, in the order of the base.

    ids             each value as it is shown -> its number, in order of appearance
    rows, cells     pairs of rows, and differing values: by number
    first, differs  the first of a part's rows, and whether a value differs there: by number and part
    """

    def __init__(self, name: str, parts: int):
        self.name = name
        self.ids: dict[str, int] = {}
        self.rows, self.cells = np.zeros(0, np.int64), np.zeros(0, np.int64)
        self.first, self.differs = np.empty((0, parts), np.int64), np.empty((0, parts), bool)
        self.countless = False

    def add(self, column: Cells, weight: np.ndarray, rows: np.ndarray, part: np.ndarray) -> None:
        """Pairs of rows: differing values of each, its number in the base, and its part."""
        if self.countless:
            return
        codes, values = column.plain().coded()
        used = np.flatnonzero(np.bincount(codes, minlength=len(values)))
        ids = np.zeros(len(values), np.intp)
        if len(used) <= _VALUES:
            ids[used] = [self.ids.setdefault(v, len(self.ids)) for v in display(values.take(used))]
        self.countless = max(len(used), len(self.ids)) > _VALUES
        if self.countless:
            return
        self._grow(len(self.ids) - len(self.rows))
        self._count(ids[codes], weight, rows, part)

    def _grow(self, more: int) -> None:
        if not more:
            return
        none = np.zeros(more, np.int64)
        self.rows, self.cells = np.concatenate([self.rows, none]), np.concatenate([self.cells, none])
        self.first = np.pad(self.first, [(0, more), (0, 0)], constant_values=_NEVER)
        self.differs = np.pad(self.differs, [(0, more), (0, 0)])

    def _count(self, ids: np.ndarray, weight: np.ndarray, rows: np.ndarray, part: np.ndarray) -> None:
        at = np.flatnonzero(weight)
        self.rows += np.bincount(ids, minlength=len(self.rows))
        self.cells += np.bincount(ids[at], weight[at], len(self.rows)).astype(np.int64)
        self.differs[ids[at], part[at]] = True
        places, first = ids * self.first.shape[1] + part, self.first.reshape(-1)
        new = np.flatnonzero(first[places] == _NEVER)[::-1]
        first[places[new]] = rows[new]  # of a repeated index numpy keeps the last

    def drivers(self, cells: int, rows: int) -> Iterator[Driver]:
        """Values that hold a tenth of the differing values and twice their share of the rows."""
        if self.countless:
            return
        names = list(self.ids)
        for i in self._most_differing():
            count, own = int(self.cells[i]), int(self.rows[i])
            if count > 1 and count * 10 >= cells and count * rows >= 2 * cells * own:
                yield Driver(self.name, names[i], count, cells, own)

    def _most_differing(self) -> list[int]:
        """Of values that differ equally often, those of an earlier part first, and in it those of an earlier row."""
        at = np.flatnonzero(self.cells)
        part = self.differs[at].argmax(axis=1)
        return at[np.lexsort([self.first[at, part], part, -self.cells[at]])[:_DRIVERS]].tolist()


def check_missing(column: Cells) -> None:
    """Which of several missing values a key shows depends on the cut; `NotInStep` where it has special ones."""
    cells = column.plain()
    if isinstance(cells, Numbers):
        missing = cells.values[np.isnan(cells.values)]
        if len(missing) and (missing_codes(missing) != ".").any():
            raise NotInStep
