"""Frames: columns of equal length side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from onespec.engine.column import Column
from onespec.engine.columns import combinations, text


class NoColumn(KeyError):
    """A frame has no column of that name; it says which ones it has."""

    def __init__(self, frame: str, name: str, columns: list[str]):
        super().__init__(frame, name, columns)
        self.said = f"{frame or 'the table'} has no column {name}; it has {', '.join(columns) or 'no columns'}"

    def __str__(self) -> str:
        return self.said


class Frame:
    """Columns by their names; ``name`` is that of the long table, where it is one.

    ``len(frame)`` is the number of its rows, ``list(frame)`` are its columns.
    """

    def __init__(self, columns: Mapping[str, Column] | None = None, rows: int | None = None, name: str = ""):
        self._columns, self.name = dict(columns or {}), name
        self._rows = len(next(iter(self._columns.values()), ())) if rows is None else rows

    def __getitem__(self, name: str) -> Any:
        try:
            return self._columns[name]
        except KeyError:
            raise NoColumn(self.name, name, self.columns) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return self._rows

    def __contains__(self, name: object) -> bool:
        return name in self._columns

    def __bool__(self) -> bool:
        return bool(self._columns)

    def __repr__(self) -> str:
        return f"Frame({self._columns!r})"

    @property
    def columns(self) -> list[str]:
        return list(self._columns)

    def keys(self) -> list[str]:
        return self.columns

    def items(self) -> Iterable[tuple[str, Any]]:
        return self._columns.items()

    def take(self, rows: Any) -> Frame:
        """The rows at positions, or of a mask; blank where a position is -1."""
        rows = np.asarray(rows)
        rows = rows.nonzero()[0] if rows.dtype == bool else rows
        return Frame({n: c.take(rows) for n, c in self._columns.items()}, len(rows), self.name)

    def only(self, names: Iterable[str]) -> Frame:
        """Some of the columns."""
        return Frame({n: self[n] for n in names}, self._rows, self.name)

    def row(self, position: int) -> dict[str, Any]:
        """The values of one row."""
        return {n: c[int(position)] for n, c in self._columns.items()}

    def rows(self) -> Iterator[tuple]:
        """The values of each row."""
        return zip(*(c.tolist() for c in self._columns.values()), strict=True) if self._columns else iter(())

    def first_of(self, *names: str) -> np.ndarray:
        """The first row of each combination of values of some columns."""
        return combinations([self[n] for n in names])[1]


def side_by_side(columns: Mapping[str, Column], rows: np.ndarray | None = None) -> Frame:
    """Columns of equal length as a frame; of ``rows`` only."""
    return Frame(columns if rows is None else {n: c.take(rows) for n, c in columns.items()})


def table_of(rows: list[dict[str, str]], name: str = "") -> Frame:
    """A long table as operations receive it: all its columns are texts."""
    names = {n: None for row in rows for n in row}
    return Frame({n: text([row.get(n, "") for row in rows]) for n in names}, len(rows), name)
