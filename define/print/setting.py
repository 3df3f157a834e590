"""What blocks of pages are made of: words set for a column, so that nothing runs out of it and no character is lost.

A run is a text, or ``(text, style, target)``: style "strong", "small" or ""; target "#name" of a place in the pages,
an address, or "". A line is a list of runs, a cell a list of lines.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import yaml

from onespec.engine.paper.fonts import unset
from onespec.engine.paper.templates import file_of
from onespec.engine.visible import visible

Run = str | tuple[str, str, str]
Line = list[Run]
Cell = list[Line]
Block = dict[str, Any]

HOUSE = "house"  # the profile without a name
ACROSS = 841.89  # points of an A4 page that lies across
_MM = 72 / 25.4
_PADDING = 7.0  # points of a cell, both sides
_WIDE, _UPPER, _LOWER, _MEAN, _EVEN = 1.0, 0.72, 0.56, 0.47, 0.61  # of letters, in sizes; the last one of programs
_WIDEST = frozenset("WMwm@%\u2026\u2014")
_TALL = 14  # lines of a row that is not cut in two
_LARGE = 38  # the width of a line in sizes of the largest type
_RUNNING = 40  # the width of a text at the head or foot, in sizes of its type
_BREAK = "\u200b"
_AFTER = re.compile(r"(?<=[._\-/:,;=()\[\]{}|&+@#\\])")


class Row(NamedTuple):
    """A row of a table, and the name of its place ("" for none)."""

    name: str
    cells: Sequence[Cell]


@cache
def profiles() -> dict[str, dict[str, Any]]:
    """How a page looks, by profile."""
    return yaml.safe_load(file_of(__package__ or "", "profiles.yaml"))


@cache
def _words() -> dict[str, dict[str, str]]:
    return yaml.safe_load(file_of(__package__ or "", "words.yaml"))


def strong(text: str, to: str = "") -> Run:
    return text, "strong", to


def small(text: str, to: str = "") -> Run:
    return text, "small", to


def linked(text: str, to: str) -> Run:
    return text, "", to


@dataclass(frozen=True)
class Setting:
    """A language and a profile; raises ``KeyError`` for ones that nobody has described.

    page  how wide a page is, in points
    """

    language: str
    profile: str = ""
    page: float = ACROSS

    @property
    def style(self) -> dict[str, Any]:
        return profiles()[self.profile or HOUSE]

    def __getitem__(self, key: str) -> str:
        """A word of the pages."""
        return _words()[key][self.language]

    def table(self, head: Sequence[str], widths: Sequence[int], rows: Iterable[Row], back: str = "") -> Block:
        """A table whose head stands on each page.

        widths  of its columns in hundredths of the line
        back    the place that the first cell of a row with a name leads back to
        """
        made = []
        for row in rows:
            first, *others = row.cells
            given = [first if not row.name or any(map(_is_seen, first)) else [["\u2013"]], *others]
            cells = [self._fitted(cell, width) for cell, width in zip(given, widths, strict=True)]
            tall = max(self._lines(cell, width) for cell, width in zip(cells, widths, strict=True))
            made.append({"name": row.name, "cells": cells, "whole": tall <= _TALL})
        return {"kind": "table", "head": list(head), "widths": list(widths), "rows": made, "back": back}

    def listed(self, rows: Iterable[tuple[str, Cell]], sticky: bool = False, width: int = 14) -> Block:
        """Words with what they stand for, without those that stand for nothing; ``sticky``: kept with what follows."""
        made = [[word, self._fitted(cell, 100 - width)] for word, cell in rows if any(map(any, cell))]
        return {"kind": "list", "rows": made, "width": width, "sticky": sticky}

    def said(self, lines: Cell, sticky: bool = False) -> Block:
        """Lines over the whole width."""
        return {"kind": "words", "lines": self._fitted(lines, 100), "sticky": sticky}

    def program(self, text: str) -> Block:
        """A program, line by line."""
        room = self._points(100) - 8
        return {"kind": "code", "words": _broken(plain(text.expandtabs(4)), room / self.style["code"], _EVEN)}

    def heading(self, level: int, text: str, name: str = "", listed: bool = False, fresh: bool = False) -> Block:
        """A heading, which is a bookmark; ``listed`` in the contents, too; ``fresh``: on a page of its own."""
        return {"kind": "heading", "level": level, "words": whole(text), "name": name, "listed": listed, "fresh": fresh}

    def _points(self, width: int) -> float:
        style = self.style
        return (self.page - (style["left"] + style["right"]) * _MM) * width / 100

    def _fitted(self, cell: Cell, width: int) -> Cell:
        room = max(1.0, (self._points(width) - _PADDING) / self.style["table"])
        out: Cell = []
        for line in cell:
            fresh: Line = []
            out.append(fresh)
            for run in line:
                text, style, to = (run, "", "") if isinstance(run, str) else run
                for number, part in enumerate(plain(text).replace("\t", " ").split("\n")):
                    if number:
                        fresh = []
                        out.append(fresh)
                    if part:
                        words = _broken(part, room)
                        fresh.append((words, style, to) if style or to else words)
        return out

    def _lines(self, cell: Cell, width: int) -> int:
        room = self._points(width) - _PADDING
        size = self.style["table"]
        return sum(max(1, math.ceil(sum(map(_units, line)) * size / room)) for line in cell)


def plain(text: str) -> str:
    """The text with what is hidden in it as marks, and what no face of the fonts has by its number: [U+1F600]."""
    shown = visible(text.replace("\r\n", "\n"), lines=True)
    if shown.isascii():
        return shown
    without = set(unset(shown))
    return "".join(f"[U+{ord(c):04X}]" if c in without else c for c in shown) if without else shown


def whole(text: str) -> str:
    """A text that stands in a large size, on as many lines as it needs."""
    return _broken(" ".join(plain(text).split()), _LARGE)


def running(text: str) -> str:
    """A text at the head or foot of each page, on one line: what is too long for it stands in full elsewhere."""
    words = " ".join(plain(text).split())
    most, room = 0, float(_RUNNING)
    while most < len(words) and room > 0:
        room -= _most(words[most])
        most += 1
    return words if most == len(words) else words[: most - 1] + "\u2026"


def _is_seen(line: Line) -> bool:
    return any((run if isinstance(run, str) else run[0]).strip() for run in line)


def _units(run: Run) -> float:
    """About how wide a run is, in sizes of its type."""
    text = run if isinstance(run, str) else run[0]
    return sum(_WIDE if ord(c) > 0x2E7F else _MEAN for c in text)


def _most(text: str) -> float:
    """How wide a text is at most."""
    return sum(_WIDE if ord(c) > 0x2E7F or c in _WIDEST else _UPPER if c.isupper() else _LOWER for c in text)


def _broken(text: str, room: float, even: float = 0) -> str:
    """The text, with places in words that are wider than a line where it may go on in the next one.

    room  the width of the line, in sizes of the type; ``even``: that of each letter, where all have the same
    """

    def mended(found: re.Match[str]) -> str:
        word = found[0]
        return word if not even and _most(word) <= room else _BREAK.join(_pieces(word, int(room / (even or _WIDE))))

    return re.sub(rf"[^\s\u2e80-\uffff]{{{int(room / (even or _WIDE)) + 1},}}", mended, text)


def _pieces(word: str, most: int) -> Iterator[str]:
    for part in filter(None, _AFTER.split(word)):
        step = len(part) if len(part) <= most else max(1, most // 2)
        yield from (part[at : at + step] for at in range(0, len(part), step))
