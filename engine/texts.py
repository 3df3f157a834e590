"""What is done to each text of a column: ``dates.str[:10]``, ``dates.str.len()``, as with a Series of pandas."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any, Protocol

import numpy as np

from onespec.engine.distinct import Distinct


class Coded(Protocol):
    """A column of texts: a code a row, and the different texts."""

    codes: np.ndarray
    distinct: Distinct

    def each(self, function: Callable[[Any], Any]) -> Any: ...


class Texts:
    """What is done to each text of a column."""

    def __init__(self, column: Coded):
        self._column = column

    def __getitem__(self, characters: slice) -> Any:
        return self._column.each(_slice(characters.start, characters.stop))

    def len(self) -> np.ndarray:
        """The number of characters of each."""
        return self._of_each("len", len, np.int64)

    def isascii(self) -> np.ndarray:
        return self._of_each("isascii", str.isascii, bool)

    def startswith(self, start: str) -> np.ndarray:
        return self._of_each(("startswith", start), lambda t: t.startswith(start), bool)

    def endswith(self, end: str) -> np.ndarray:
        return self._of_each(("endswith", end), lambda t: t.endswith(end), bool)

    def strip(self) -> Any:
        return self._column.each(str.strip)

    def upper(self) -> Any:
        return self._column.each(str.upper)

    def casefold(self) -> Any:
        return self._column.each(str.casefold)

    def _of_each(self, name: Any, find: Callable[[str], Any], kind: type) -> np.ndarray:
        distinct = self._column.distinct
        return distinct.once(name, lambda: np.array([find(t) for t in distinct.texts], kind))[self._column.codes]


@cache
def _slice(start: int | None, stop: int | None) -> Callable[[str], str]:
    return partial(_sliced, start, stop)


def _sliced(start: int | None, stop: int | None, text: str) -> str:
    return text[start:stop]
