# pyright: standard
"""Progress: a bar on a terminal, plain lines in a log."""

from __future__ import annotations

import logging
import sys

import onespec

logger = logging.getLogger(__name__)


class Progress:
    """Steps and parts of long work, on the error stream."""

    def __init__(self, quiet: bool = False):
        self.quiet = quiet
        self.terminal = sys.stderr.isatty() and not logger.isEnabledFor(logging.DEBUG)
        self.shown = 0

    def step(self, text: str) -> None:
        logger.debug("%s", text)
        if not self.quiet and self.terminal:
            print(f"\r\x1b[K{onespec.visible(text)} ...", end="", file=sys.stderr, flush=True)

    def parts(self, done: int, total: int) -> None:
        logger.debug("part %d of %d", done, total)
        if self.quiet:
            return
        tenth = done * 10 // total
        if self.terminal:
            print(f"\r\x1b[K[{'#' * (tenth * 3):30}] part {done} of {total}", end="", file=sys.stderr, flush=True)
        elif total > 4 and tenth > self.shown:
            self.shown = tenth
            print(f"part {done} of {total}", file=sys.stderr, flush=True)

    def end(self) -> None:
        if not self.quiet and self.terminal:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
