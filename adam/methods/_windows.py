"""What the methods for analysis windows share: the row of a table in which a day lies."""

from __future__ import annotations

from typing import Annotated

from onespec.engine.columns import Text
from onespec.engine.contract import CellsOf, Column, Layout, Table
from onespec.engine.matching import clashes, match_table, shown_row

_DAYS = "FROM..TO"
Windows = Annotated[Table, Layout(("FROM", "TO")), CellsOf(keys=("keys", "values"))]


def in_window(day: Column, windows: Table, column: str, keys: list[str], values: list[Column]) -> Text:
    """The cell of ``column`` of the first row that fits; raises ValueError where rows overlap."""
    named = [*keys, _DAYS]
    for one, other in clashes(windows, named, column)[:1]:
        rows = " and ".join(shown_row(windows, named, at) for at in (one, other))
        raise ValueError(f"windows of table {windows.name} overlap: {rows}")
    return windows[column].take(match_table(windows, {**dict(zip(keys, values, strict=True)), _DAYS: day}))
