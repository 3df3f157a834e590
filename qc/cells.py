"""Columns of a block of rows, as they came from a file: compared as they are, and looked at only where they differ.

Equal representations are equal values; unequal ones may be equal all the same (0 and -0), so that a column tells
where to look, and `onespec.qc.values` decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pandas as pd
import pyarrow as pa

from onespec.engine.compute import pc
from onespec.engine.series import TEXT
from onespec.qc import exact
from onespec.qc.exact import Beyond

if TYPE_CHECKING:
    from onespec.qc.part_files import PartFiles


class NotInStep(Exception):
    """Two tables, or a file, that cannot be compared block by block: they are compared the long way."""


class Cells(Protocol):
    """One column: numbers, or texts that are never NA; ``type`` is ``Num`` or ``Char``."""

    type: str

    def __len__(self) -> int: ...

    def part(self, begin: int, end: int) -> Cells: ...

    def take(self, positions: np.ndarray) -> Cells: ...

    def unequal(self, other: Any) -> np.ndarray:
        """Positions outside of which both columns have equal values; ``other`` is as long and of the same type."""
        ...

    def plain(self) -> Numbers | Strings: ...


class Numbers:
    """float64; missing as NaN, special ones as `onespec.engine.xpt.ibm.special_missing` makes them.

    beyond  exact values of the rows whose number is no double
    """

    type = "Num"

    def __init__(self, values: np.ndarray, beyond: Beyond | None = None):
        self.values, self.beyond = values, beyond

    def __len__(self) -> int:
        return len(self.values)

    def part(self, begin: int, end: int) -> Numbers:
        return Numbers(self.values[begin:end], self.beyond and self.beyond.part(begin, end))

    def take(self, positions: np.ndarray) -> Numbers:
        return Numbers(self.values[positions], self.beyond and self.beyond.take(positions))

    def unequal(self, other: Cells) -> np.ndarray:
        found = other.plain()
        assert isinstance(found, Numbers)
        at = np.flatnonzero(self.values.view(np.int64) != found.values.view(np.int64))
        exact_ = [each.beyond.at for each in (self, found) if each.beyond]
        return np.unique(np.concatenate([at, *exact_])) if exact_ else at

    def plain(self) -> Numbers:
        return self

    def coded(self) -> tuple[np.ndarray, pd.Series]:
        """A code for each row, and the value of each code; a missing value may have several."""
        bits = self.values.view(np.int64).copy()
        bits[self.values == 0] = 0  # 0 and -0 are one
        codes, different = pd.factorize(bits)
        values = different.view(np.float64)
        if not self.beyond:
            return codes, pd.Series(values)
        more, different = pd.factorize(self.beyond.values)
        codes[self.beyond.at] = more + len(values)
        return codes, pd.Series(np.concatenate([values.astype(object), different]), dtype=object)

    def series(self) -> pd.Series:
        return exact.series_of(self.values, self.beyond)

    def beside_doubles(self) -> Numbers:
        """The numbers as they are compared with doubles."""
        return Numbers(self.values, self.beyond.beside_doubles()) if self.beyond else self


class Strings:
    """Texts of Arrow: each by itself (large_string), or as codes into different ones (a dictionary)."""

    type = "Char"

    def __init__(self, texts: Any):
        self.texts = texts

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def is_coded(self) -> bool:
        return isinstance(self.texts, pa.DictionaryArray)

    def part(self, begin: int, end: int) -> Strings:
        return Strings(self.texts.slice(begin, end - begin))

    def take(self, positions: np.ndarray) -> Strings:
        texts = self.texts.take(pa.array(positions))
        few = self.is_coded and len(positions) < len(texts.dictionary)
        return Strings(texts.dictionary_decode() if few else texts)  # a few rows do not keep a large dictionary

    def unequal(self, other: Cells) -> np.ndarray:
        found = other.plain()
        assert isinstance(found, Strings)
        if not (self.is_coded and found.is_coded):
            return np.flatnonzero(pc.not_equal(self.each(), found.each()).to_numpy(zero_copy_only=False))
        codes = found.texts.indices.to_numpy()
        if not self.texts.dictionary.equals(found.texts.dictionary):
            place = pc.index_in(found.texts.dictionary, value_set=self.texts.dictionary)
            codes = pc.fill_null(place, -1).to_numpy()[codes]
        return np.flatnonzero(self.texts.indices.to_numpy() != codes)

    def plain(self) -> Strings:
        return self

    def each(self) -> Any:
        """The text of each row, not coded."""
        return self.texts.dictionary_decode() if self.is_coded else self.texts

    def dictionary(self) -> Any:
        return self.texts if self.is_coded else self.texts.dictionary_encode()

    def coded(self) -> tuple[np.ndarray, pd.Series]:
        """A code for each row, and the text of each code; a text may have several codes, or no row."""
        coded = self.dictionary()
        return coded.indices.to_numpy(), series_of(coded.dictionary)

    def series(self) -> pd.Series:
        return series_of(self.each())

    def changed(self, change: Callable[[Any], Any]) -> Strings:
        """The texts of Arrow that ``change`` makes of them, each different one once."""
        if self.is_coded:
            return Strings(pa.DictionaryArray.from_arrays(self.texts.indices, change(self.texts.dictionary)))
        return Strings(change(self.texts))


def series_of(texts: Any) -> pd.Series:
    return pd.Series(pd.arrays.ArrowStringArray(texts, dtype=TEXT))  # pyright: ignore[reportCallIssue]  stubs lack dtype


def cells_of(column: pd.Series | Cells) -> Cells:
    """A Series of one of the program's two types as cells; numbers as `onespec.qc.exact.series_of` gives them."""
    if not isinstance(column, pd.Series):
        return column
    if exact.is_number(column):
        return Numbers(*exact.doubles_of(column))
    texts: Any = pa.array(column, pa.large_string())
    return Strings(texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts)


def strings_of(texts: Any) -> Strings:
    """A text column of Arrow, whose nulls become blank; codes into more texts than there are rows are given up."""
    if isinstance(texts, pa.DictionaryArray):
        if texts.null_count or texts.dictionary.null_count or len(texts.dictionary) > len(texts):
            texts = texts.dictionary_decode()
        else:
            indices, values = texts.indices.cast(pa.int32()), texts.dictionary.cast(pa.large_string())
            return Strings(pa.DictionaryArray.from_arrays(indices, values))
    return Strings(pc.fill_null(texts.cast(pa.large_string()), ""))


class Block:
    """Rows of a table: its columns by name."""

    def __init__(self, columns: Mapping[str, Cells], rows: int):
        self.columns, self.rows = columns, rows

    def __len__(self) -> int:
        return self.rows

    def __getitem__(self, name: str) -> Cells:
        return self.columns[name]

    def part(self, begin: int, end: int) -> Block:
        if (begin, end) == (0, self.rows):
            return self
        return Block({n: c.part(begin, end) for n, c in self.columns.items()}, end - begin)

    def take(self, positions: np.ndarray) -> Block:
        """Rows at positions; the block itself when these are all its rows in order."""
        if len(positions) == self.rows and (positions == np.arange(self.rows)).all():
            return self
        return Block({n: c.take(positions) for n, c in self.columns.items()}, len(positions))

    def same(self, other: Block) -> frozenset[str]:
        """Columns that are seen to be equal at one look; others may be so too."""
        return frozenset()

    def joined(self, more: list[Block], names: list[str]) -> Block:
        """Some columns of this block and of those that follow it."""
        if not more:
            return self
        columns = {n: _joined([b[n].plain() for b in (self, *more)]) for n in names}
        return Block(columns, sum(map(len, (self, *more))))

    def part_files(self, folder: Path) -> PartFiles | None:
        """Files for rows like these, where they are kept in a form of their own."""
        return None


def block_of(frame: pd.DataFrame) -> Block:
    return Block({str(n): cells_of(frame[n]) for n in frame}, len(frame))


def frame_of(block: Block) -> pd.DataFrame:
    return pd.DataFrame({n: c.plain().series() for n, c in block.columns.items()}, index=pd.RangeIndex(len(block)))


def _joined(columns: list[Numbers | Strings]) -> Cells:
    if isinstance(columns[0], Numbers):
        numbers = [c for c in columns if isinstance(c, Numbers)]
        beyond = exact.joined([(len(c), c.beyond) for c in numbers])
        return Numbers(np.concatenate([c.values for c in numbers]), beyond)
    parts = [c for c in columns if isinstance(c, Strings)]
    if any(p.is_coded for p in parts):
        return Strings(pa.chunked_array([p.dictionary() for p in parts]).unify_dictionaries().combine_chunks())
    return Strings(pa.concat_arrays([p.each() for p in parts]))
