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
_WIDE, _MEAN = 0.72, 0.47  # of the size: a capital letter, a letter on the average
_TALL = 14  # lines of a row that is not cut in two
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
    """A language and a profile; raises ``KeyError`` for ones that nobody has described."""

    language: str
    profile: str = ""

    @property
    def style(self) -> dict[str, Any]:
        return profiles()[self.profile or HOUSE]

    def __getitem__(self, key: str) -> str:
        """A word of the pages."""
        return _words()[key][self.language]

    def table(self, head: Sequence[str], widths: Sequence[int], rows: Iterable[Row]) -> Block:
        """A table whose head stands on each page; ``widths`` in hundredths of the line."""
        made = []
        for row in rows:
            cells = [self._fitted(cell, width) for cell, width in zip(row.cells, widths, strict=True)]
            tall = max(self._lines(cell, width) for cell, width in zip(cells, widths, strict=True))
            made.append({"name": row.name, "cells": cells, "whole": tall <= _TALL})
        return {"kind": "table", "head": list(head), "widths": list(widths), "rows": made}

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
        most = int(room / (0.61 * self.style["code"]))
        return {"kind": "code", "words": _broken(plain(text.expandtabs(4)), most)}

    def heading(self, level: int, text: str, name: str = "", listed: bool = False, fresh: bool = False) -> Block:
        """A heading, which is a bookmark; ``listed`` in the contents, too; ``fresh``: on a page of its own."""
        words = _broken(" ".join(plain(text).split()), 60)
        return {"kind": "heading", "level": level, "words": words, "name": name, "listed": listed, "fresh": fresh}

    def _points(self, width: int) -> float:
        style = self.style
        return (ACROSS - (style["left"] + style["right"]) * _MM) * width / 100

    def _fitted(self, cell: Cell, width: int) -> Cell:
        most = max(1, int((self._points(width) - _PADDING) / (_WIDE * self.style["table"])))
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
                        words = _broken(part, most)
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


def _units(run: Run) -> float:
    text = run if isinstance(run, str) else run[0]
    return sum(1.0 if ord(c) > 0x2E7F else _MEAN for c in text)


def _broken(text: str, most: int) -> str:
    """The text, with places in words that are longer than a line where it may go on in the next one."""
    return re.sub(rf"[^\s\u2e80-\uffff]{{{most + 1},}}", lambda word: _BREAK.join(_pieces(word[0], most)), text)


def _pieces(word: str, most: int) -> Iterator[str]:
    for part in filter(None, _AFTER.split(word)):
        step = len(part) if len(part) <= most else max(1, most // 2)
        yield from (part[at : at + step] for at in range(0, len(part), step))
