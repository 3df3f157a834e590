"""Rows and differing values by value of one key: what drives the differences."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from onespec.qc.cells import Cells
from onespec.qc.result import Driver
from onespec.qc.values import display

_DRIVERS = 3
_VALUES = 100_000  # values of a key among which the one that drives the differences is looked for
_NEVER = np.iinfo(np.int64).max


class KeyValues:
    """Counts of one key.

    ids          each value as it is shown -> its number, in order of appearance
    rows, cells  pairs of rows, and differing values: by number
    first        the first row of the base that has it: by number
    """

    def __init__(self, name: str):
        self.name = name
        self.ids: dict[str, int] = {}
        self.rows, self.cells, self.first = np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64)
        self.countless = False

    def add(self, column: Cells, weight: np.ndarray, rows: np.ndarray) -> None:
        """Pairs of rows: differing values of each, and its number in the base; these ascend."""
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
        more = len(self.ids) - len(self.rows)
        self.rows, self.cells = np.pad(self.rows, (0, more)), np.pad(self.cells, (0, more))
        self.first = np.pad(self.first, (0, more), constant_values=_NEVER)
        self._count(ids[codes], weight, rows)

    def _count(self, ids: np.ndarray, weight: np.ndarray, rows: np.ndarray) -> None:
        at = np.flatnonzero(weight)
        self.rows += np.bincount(ids, minlength=len(self.rows))
        if len(at):
            self.cells += np.bincount(ids[at], weight[at], len(self.rows)).astype(np.int64)
        first = np.full(len(self.first), _NEVER)
        first[ids[::-1]] = rows[::-1]  # of a repeated index numpy keeps the last
        self.first = np.minimum(self.first, first)

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
        """Of values that differ equally often, those of an earlier row first."""
        at = np.flatnonzero(self.cells)
        return at[np.lexsort([self.first[at], -self.cells[at]])[:_DRIVERS]].tolist()
