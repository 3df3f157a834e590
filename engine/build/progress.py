# pyright: standard
"""What long work tells while it runs."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Is told each step and part of long work."""

    def step(self, text: str) -> None:
        """A step begins: ``reading the specification``."""
        ...

    def parts(self, done: int, total: int) -> None:
        """So many parts of all are done."""
        ...


class Silent:
    """Progress that nobody looks at."""

    def step(self, text: str) -> None:
        pass

    def parts(self, done: int, total: int) -> None:
        pass


SILENT = Silent()
