"""Numbers of many rows, and how many rows have one that an earlier row has; memory holds a part of them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence

import numpy as np

HELD = 1 << 20  # numbers in memory


class Seen:
    """Hashes of 64 bits; those of more rows than ``HELD`` lie in a file without a name."""

    def __init__(self) -> None:
        self.rows, self.held, self.file = 0, [], None

    def add(self, hashed: np.ndarray) -> None:
        self.rows += len(hashed)
        self.held.append(hashed)
        if sum(map(len, self.held)) > HELD:
            self.file = self.file or tempfile.TemporaryFile()
            for each in self.held:
                each.tofile(self.file)
            self.held = []

    def chunks(self) -> Iterator[np.ndarray]:
        if self.file:
            self.file.seek(0)
            while len(chunk := np.fromfile(self.file, np.uint64, HELD)):
                yield chunk
        yield from self.held


def repeated(of: Sequence[Seen]) -> int:
    """How many rows have a hash that an earlier one has; looked at some of the hashes at a time."""
    passes = np.uint64(sum(each.rows for each in of) // HELD + 1)
    found = 0
    for turn in range(int(passes)):
        values = np.concatenate(
            [np.empty(0, np.uint64), *(c[c % passes == turn] for each in of for c in each.chunks())]
        )
        values.sort()
        found += int(np.count_nonzero(values[1:] == values[:-1]))
    return found
