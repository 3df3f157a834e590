"""What the values of a transport file allow: read once before they are written, as the head of a file comes first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from onespec.engine.xpt.decode import NumberCells, TextCells
from onespec.engine.xpt.formats import DATE, DATETIME, TIME
from onespec.engine.xpt.header import XptHeader
from onespec.engine.xpt.ibm import missing_codes
from onespec.engine.xpt.stream import read_xpt_cells

PART = 1 << 24  # bytes of rows in memory at a time
EXACT = 2.0**53  # whole numbers up to it are all doubles
_DAY = 86400
_FIRST, _LAST = -715509, 2936549  # days of SAS of 0001-01-01 and 9999-12-31
_SPAN = {DATE: (_FIRST, _LAST), DATETIME: (_FIRST * _DAY, _LAST * _DAY + _DAY - 1), TIME: (0, _DAY - 1)}
_DAYS = r"\d{4}-\d\d-\d\d"
_CLOCK = r"\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"
_COMPLETE = {DATE: re.compile(_DAYS), DATETIME: re.compile(f"{_DAYS}T{_CLOCK}"), TIME: re.compile(_CLOCK)}

Part = tuple[int, dict[str, TextCells | NumberCells]]


@dataclass
class Measured:
    """A file's rows, and of each variable what its values are.

    rows      how many
    broken    numbers that are not whole, or too large to be sure of it
    least     and ``most``: of the numbers of a variable; not there without a number
    special   special missing values, ``.A`` to ``.Z`` and ``._``: how many
    partial   texts that are not blank and no complete date, date-time or time: kind -> variables
    """

    rows: int = 0
    broken: set[str] = field(default_factory=set)
    least: dict[str, float] = field(default_factory=dict)
    most: dict[str, float] = field(default_factory=dict)
    special: dict[str, int] = field(default_factory=dict)
    partial: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in _COMPLETE})

    def is_moment(self, name: str, unit: str) -> bool:
        """Whether every number of a variable is a date, date-time or time of the calendar, to the second."""
        first, last = _SPAN[unit]
        inside = first <= self.least.get(name, first) and self.most.get(name, last) <= last
        return inside and name not in self.broken


def parts(path: Path, header: XptHeader, encoding: str) -> Iterator[Part]:
    """The cells of a file in parts of about `PART` bytes."""
    return read_xpt_cells(path, PART // sum(v.length for v in header.variables), encoding)


def measure(path: Path, header: XptHeader, timed: dict[str, str], encoding: str) -> Measured:
    """Read a file through; ``timed``: text variable -> the kind that define.xml gives its dates."""
    out = Measured()
    for rows, cells in parts(path, header, encoding):
        out.rows += rows
        for name, each in cells.items():
            if isinstance(each, NumberCells):
                _numbers(out, name, each.values)
            elif name in timed and name not in out.partial[timed[name]]:
                complete = _COMPLETE[timed[name]].fullmatch
                if not all(text == "" or complete(text) for text in each.texts.to_pylist()):
                    out.partial[timed[name]].add(name)
    return out


def _numbers(out: Measured, name: str, values: np.ndarray) -> None:
    blank = np.isnan(values)
    known = values[~blank]
    if blank.any() and (special := int((missing_codes(values[blank]) != ".").sum())):
        out.special[name] = out.special.get(name, 0) + special
    if not len(known):
        return
    least, most = float(known.min()), float(known.max())
    out.least[name] = min(least, out.least.get(name, least))
    out.most[name] = max(most, out.most.get(name, most))
    if (np.trunc(known) != known).any() or max(-least, most) > EXACT:
        out.broken.add(name)
