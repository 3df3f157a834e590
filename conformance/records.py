"""The records of a dataset that stays on disk: a column is read when somebody asks for it.

To a check they are what a DataFrame is, as far as checks use one: columns by name, several of them as a DataFrame,
the names, the number of records, and some of the records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import overload

import numpy as np
import pandas as pd

Read = Callable[[Sequence[str]], Mapping[str, pd.Series]]
Change = Callable[[pd.Series], pd.Series]


class Records:
    """numbers  which variables, in their order, are numbers
    read     gives columns by their names, each of ``rows`` values
    most     bytes of columns that are kept when they were read; None for no bound
    """

    def __init__(self, numbers: Mapping[str, bool], rows: int, read: Read, most: int | None = None):
        self._numbers, self._rows, self._read, self._most = dict(numbers), rows, read, most
        self._change: dict[str, Change] = {}
        self._kept: dict[str, pd.Series] = {}
        self._held = 0  # bytes of those

    @property
    def columns(self) -> list[str]:
        return list(self._numbers)

    @property
    def index(self) -> pd.RangeIndex:
        return pd.RangeIndex(self._rows)

    def __len__(self) -> int:
        return self._rows

    def __contains__(self, name: object) -> bool:
        return name in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def is_number(self, name: str) -> bool:
        """Whether the column has numbers."""
        return self._numbers[name]

    @overload
    def __getitem__(self, names: str) -> pd.Series: ...
    @overload
    def __getitem__(self, names: list[str]) -> pd.DataFrame: ...
    def __getitem__(self, names: str | list[str]) -> pd.Series | pd.DataFrame:
        """Raises KeyError without the variable."""
        if isinstance(names, str):
            return self._columns([names])[names]
        return pd.DataFrame(self._columns(names), columns=names, index=self.index, copy=False)

    def _columns(self, names: Sequence[str]) -> dict[str, pd.Series]:
        out = {name: self._kept[name] for name in names if name in self._kept}
        fresh = [name for name in dict.fromkeys(names) if name not in out]
        if missing := [name for name in fresh if name not in self._numbers]:
            raise KeyError(missing[0])
        if fresh:
            read = self._read(fresh)
            for name in fresh:
                out[name] = self._change[name](read[name]) if name in self._change else read[name]
                self._keep(name, out[name])
        return out

    def _keep(self, name: str, column: pd.Series) -> None:
        self._kept[name] = column
        if self._most is not None:
            self._held += column.memory_usage(index=False)
            while self._held > self._most and len(self._kept) > 1:
                self._held -= self._kept.pop(next(iter(self._kept))).memory_usage(index=False)

    def changed(self, change: Mapping[str, Change]) -> Records:
        """The same with some columns as numbers that are texts, or the other way round."""
        numbers = {name: number != (name in change) for name, number in self._numbers.items()}
        out = Records(numbers, self._rows, self._read, self._most)
        out._change = dict(change)
        return out

    def take(self, at: np.ndarray) -> Records:
        """Some of the records, by their places."""
        return Records(self._numbers, len(at), lambda names: {n: taken(self[n], at) for n in names})

    def forget(self) -> None:
        """Keep no column any more."""
        self._kept, self._held = {}, 0


def taken(column: pd.Series, at: np.ndarray) -> pd.Series:
    return column.take(at).reset_index(drop=True)
