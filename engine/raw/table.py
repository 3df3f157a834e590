"""What a reader of raw files gives: the columns of a file, and its rows as texts, block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from onespec.engine.frames import Frame


@dataclass(frozen=True)
class Table:
    """A raw file.

    columns  as the file names them
    read     its rows from the first one on, each time it is called; frames of these columns
    """

    columns: list[str]
    read: Callable[[], Iterator[Frame]]

    @classmethod
    def whole(cls, frame: Frame) -> Table:
        """A file that is read at once."""
        return cls(list(frame.columns), lambda: iter((frame,)))

    def named(self, names: list[str]) -> Table:
        """The same under other names."""

        def renamed() -> Iterator[Frame]:
            for frame in self.read():
                yield Frame({now: frame[n] for now, n in zip(names, self.columns, strict=True)}, len(frame))

        return replace(self, columns=names, read=renamed)

    def again(self) -> Table:
        """The same, to be read several times: one that is no longer than a block is kept."""
        known: list[Frame] = []

        def read() -> Iterator[Frame]:
            if known:
                yield from known
                return
            before: Frame | None = None
            several = False
            for frame in self.read():
                if before is not None:
                    several = True
                    yield before
                before = frame
            if before is not None:
                if not several:
                    known.append(before)
                yield before

        return replace(self, read=read)
