"""How many of a dataset's differences conditions meet, counted while rows are compared: nothing of them is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onespec.engine.spec.conditions import Condition
from onespec.qc.cells import Block, frame_of
from onespec.qc.where import keeps

VALUE, BASE_ROW, COMPARE_ROW = "value", "base row", "compare row"


@dataclass(frozen=True)
class Wanted:
    """Which differences are counted.

    kind       VALUE, BASE_ROW or COMPARE_ROW
    variable   whose values, for VALUE
    where      of the row that differs; of values the base's.  Every variable is one of that table
    """

    kind: str
    variable: str
    where: tuple[Condition, ...] = ()


class Explained:
    """Counts of what is wanted: a difference counts once, for the first that it meets."""

    def __init__(self, wanted: Sequence[Wanted]):
        self.wanted = wanted
        self.counts = [0] * len(wanted)

    def names(self, compare: bool) -> list[str]:
        """Variables of one table that conditions look at."""
        found = (c.name for w in self.wanted if (w.kind == COMPARE_ROW) == compare for c in w.where)
        return list(dict.fromkeys(found))

    def values(self, name: str, rows: Block, positions: np.ndarray) -> None:
        """Rows of the base, and at which of them a variable differs."""
        self._count([i for i, w in enumerate(self.wanted) if (w.kind, w.variable) == (VALUE, name)], rows, positions)

    def rows(self, kind: str, rows: Block, positions: np.ndarray) -> None:
        """Rows of one table, and which of them meet none of the other."""
        self._count([i for i, w in enumerate(self.wanted) if w.kind == kind], rows, positions)

    def _count(self, which: list[int], rows: Block, positions: np.ndarray) -> None:
        for i in which:
            if not len(positions):
                return
            where = self.wanted[i].where
            columns = {c.name: rows[c.name].take(positions) for c in where}
            met = keeps(where, frame_of(Block(columns, len(positions))))
            self.counts[i] += int(np.count_nonzero(met))
            positions = positions[~met]
