"""CSV that people open in a spreadsheet: no cell is a formula, and no value tears a row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from onespec.engine.visible import visible

# What a spreadsheet takes for a formula, the full-width signs too (OWASP, CSV Injection).
FORMULA = tuple("=+-@＝＋－＠")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


def csv_text(head: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """The table as CSV; numbers stay numbers, None is blank."""
    out = io.StringIO(newline="")
    _write(out, head, rows)
    return out.getvalue()


def write_csv(path: Path, head: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    """The table as a file, with the mark by which spreadsheets know UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        _write(file, head, rows)


def _write(out: TextIO, head: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)


@lru_cache(1 << 14)  # findings repeat their rules, messages and fixes
def safe(cell: str) -> str:
    """A text on one line that no spreadsheet computes: one that begins like a formula is led in by an apostrophe.

    >>> [safe(cell) for cell in ("=1+1", "-2.5", "-2+3", "a\\tb")]
    ["'=1+1", '-2.5', "'-2+3", 'a\\\\tb']
    """
    shown = visible(cell)
    begun = shown.lstrip()
    return f"'{shown}" if begun.startswith(FORMULA) and not _NUMBER.fullmatch(begun) else shown
