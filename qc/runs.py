"""Which row of one table met which of the other, as runs of rows that follow one another in both."""

from __future__ import annotations

import numpy as np

_MULTIPLY = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


class Runs:
    """Pairs of row numbers; two tables of the same rows in the same order are one run a block."""

    def __init__(self) -> None:
        self.found: list[np.ndarray] = []  # shape (runs, 3): first row of the base, of the other, rows

    def __len__(self) -> int:
        return sum(map(len, self.found))

    def add(self, base: np.ndarray, compare: np.ndarray) -> None:
        """Row i of ``base`` met row i of ``compare``."""
        if not len(base):
            return
        breaks = np.flatnonzero((np.diff(base) != 1) | (np.diff(compare) != 1)) + 1
        begins = np.concatenate([[0], breaks])
        rows = np.diff(np.concatenate([begins, [len(base)]]))
        self.found.append(np.stack([base[begins], compare[begins], rows], axis=1).astype(np.int32))

    def turned(self) -> tuple[int, int, int, int] | None:
        """The first row of the base and the next one that met, where the other table has them the other way round.

        And the rows that they met.
        """
        if not self.found:
            return None
        runs = np.concatenate(self.found)
        if (np.diff(runs[:, 0]) < 0).any():
            runs = runs[np.argsort(runs[:, 0])]
        last = runs[:, 2] - 1
        found = np.flatnonzero(runs[1:, 1] < runs[:-1, 1] + last[:-1])
        if not len(found):
            return None
        i = int(found[0])
        base, compare = runs[i, :2] + last[i]
        return int(base), int(runs[i + 1, 0]), int(compare), int(runs[i + 1, 1])


def digest(before: int, *numbers: np.ndarray) -> int:
    """A number for a set of places: the same whatever their order, and hardly ever for another set."""
    mixed = np.zeros(len(numbers[0]), np.uint64)
    for each in numbers:
        mixed = (mixed << np.uint64(32)) + each.astype(np.uint64) + np.uint64(1)
    for factor, bits in zip(_MULTIPLY, (30, 27), strict=True):  # the finalizer of splitmix64
        mixed = (mixed ^ (mixed >> np.uint64(bits))) * factor
    mixed ^= mixed >> np.uint64(31)
    return (before + int(np.add.reduce(mixed, dtype=np.uint64))) % (1 << 64)
