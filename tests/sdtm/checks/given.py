"""Small selections for the tests of checks, and what a check reports of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from onespec.engine.columns import number, text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame


def selection(columns: dict[str, list[Any]], cls: type[Selection] = Selection, name: str = "AE", **entries: Any) -> Any:
    """The rows of a dataset; a column of numbers (None: missing) is one, SUBJECT is 1 where it is not given."""
    n = len(next(iter(columns.values())))
    columns = {"SUBJECT": ["1"] * n} | columns
    frame = Frame({c: _column(values) for c, values in columns.items()})
    return cls(name, frame, np.arange(n), **entries)


def _column(values: list[Any]) -> Any:
    if any(isinstance(v, str) for v in values) or not values:
        return text([v or "" for v in values])
    return number([np.nan if v is None else v for v in values])


def day(n: int | None) -> str:
    """The n-th of January; blank for none."""
    return "" if n is None else f"2021-01-{n:02d}"


def rows(report: Report) -> list[int]:
    """The rows that are asked about, one an entry and row."""
    return sorted(int(row) for entry in report.entries for row in entry.rows)


def messages(report: Report) -> list[str]:
    return [entry.message for entry in report.entries for _ in entry.rows]
