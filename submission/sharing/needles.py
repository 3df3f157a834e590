"""Many byte strings, looked for in one pass over the bytes, however many they are.

Of each needle one window of a few bytes is kept: of its first, middle and last the one that the fewest needles share.
A table of the first bytes of the windows passes over most places; what is left is held against the windows, and only
then against the needles themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

_WIDEST = 8  # bytes of a window: one unsigned 64-bit number
_TABLE = 3  # bytes by which the table passes over places
_AT_ONCE = 4 << 20  # bytes that are looked at together


class Needles:
    """Byte strings, none of them empty."""

    def __init__(self, needles: Iterable[bytes]):
        self._needles = sorted(set(needles))
        assert all(self._needles)
        self._width = min((_WIDEST, *map(len, self._needles)))
        places = [sorted({0, (len(n) - self._width) // 2, len(n) - self._width}) for n in self._needles]
        shared = Counter(self._window(n, at) for n, own in zip(self._needles, places, strict=True) for at in own)
        self._having: dict[int, list[tuple[bytes, int]]] = {}
        for needle, own in zip(self._needles, places, strict=True):
            at = min(own, key=lambda place, n=needle: (shared[self._window(n, place)], -place))
            self._having.setdefault(self._window(needle, at), []).append((needle, at))
        self._windows = np.array(sorted(self._having), np.uint64)
        head = min(_TABLE, self._width)
        self._head = head
        self._table = np.zeros(256**head, bool)
        self._table[(self._windows & np.uint64(256**head - 1)).astype(np.int64)] = True

    def _window(self, needle: bytes, at: int) -> int:
        return int.from_bytes(needle[at : at + self._width], "little")

    def found(self, content: bytes) -> Iterator[tuple[int, bytes]]:
        """Every place at which a needle stands, and the needle; by the place of its window."""
        if not self._needles:
            return
        for begin in range(0, max(len(content) - self._width + 1, 0), _AT_ONCE):
            part = np.frombuffer(content, np.uint8, min(_AT_ONCE + self._width - 1, len(content) - begin), begin)
            for place, window in self._places(part):
                for needle, at in self._having[window]:
                    start = begin + place - at
                    if start >= 0 and content.startswith(needle, start):
                        yield start, needle

    def _places(self, part: np.ndarray) -> Iterator[tuple[int, int]]:
        """Where the bytes of a window stand, and the window."""
        size = len(part) - self._width + 1
        heads = np.zeros(size, np.int32)
        for n in range(self._head):
            heads |= part[n : n + size].astype(np.int32) << np.int32(8 * n)
        at = np.flatnonzero(self._table[heads])
        windows = np.zeros(len(at), np.uint64)
        for n in range(self._width):
            windows |= part[at + n].astype(np.uint64) << np.uint64(8 * n)
        order = np.minimum(np.searchsorted(self._windows, windows), len(self._windows) - 1)
        met = self._windows[order] == windows
        yield from zip(at[met].tolist(), windows[met].tolist(), strict=True)
