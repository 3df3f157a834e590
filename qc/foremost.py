"""What is kept of the first rows alone, in whatever order rows come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from onespec.qc.cells import Block
from onespec.qc.values import display


def _first(before: np.ndarray, rows: np.ndarray, most: int) -> np.ndarray:
    """Positions of new rows that may be among the first ``most`` of all; ``before`` are those so far, ascending."""
    at = np.argsort(rows, kind="stable")[:most]
    return at[rows[at] < before[-1]] if len(before) == most else at


class Foremost:
    """Some columns of the rows with the smallest numbers."""

    def __init__(self, most: int, names: Sequence[str]):
        self.most, self.names = most, list(names)
        self.rows, self.kept = np.empty(0, np.int64), Block({}, 0)

    def add(self, block: Block, positions: np.ndarray, rows: np.ndarray) -> None:
        """Rows of a block at positions, and their numbers."""
        at = _first(self.rows, rows, self.most)
        if not len(at) or not self.names:
            return
        columns = {n: block[n].take(positions[at]).plain() for n in self.names}
        blocks = [b for b in (self.kept, Block(columns, len(at))) if len(b)]
        numbers = np.concatenate([self.rows, rows[at]])
        order = np.argsort(numbers, kind="stable")[: self.most]
        self.rows, self.kept = numbers[order], blocks[0].joined(blocks[1:], self.names).take(order)

    def block(self) -> Block:
        """The rows, in order."""
        return self.kept


class Changes:
    """Which value stands against which in the first rows where they differ."""

    def __init__(self, most: int):
        self.most = most
        self.rows, self.pairs = np.empty(0, np.int64), []

    def add(self, rows: np.ndarray, base: pd.Series, compare: pd.Series) -> None:
        """Numbers of rows, and the differing values of both."""
        at = _first(self.rows, rows, self.most)
        if not len(at):
            return
        pairs = [*self.pairs, *zip(display(base.take(at)), display(compare.take(at)), strict=True)]
        numbers = np.concatenate([self.rows, rows[at]])
        order = np.argsort(numbers, kind="stable")[: self.most]
        self.rows, self.pairs = numbers[order], [pairs[i] for i in order.tolist()]

    def commonest(self) -> tuple[str, str, int] | None:
        """The commonest pair, and how often it stands; of equally common ones that of the first row."""
        found = Counter(self.pairs).most_common(1)
        return (*found[0][0], found[0][1]) if found else None
