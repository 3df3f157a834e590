"""Rows of a transport file as the bytes that they are: compared as bytes, and decoded only where they differ.

Whatever is unusual (a file that is cut, an unknown number, a text that is not UTF-8) is left to
`onespec.engine.xpt`, which knows what to say of it: here it is `NotInStep`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
import pyarrow as pa

from onespec.engine.compute import pc
from onespec.engine.xpt.decode import padding_of
from onespec.engine.xpt.ibm import from_ibm, malformed
from onespec.engine.xpt.layout import RECORD, XptVariable, header_record
from onespec.qc.cells import Block, Cells, NotInStep, Numbers, Strings
from onespec.qc.part_files import slices

_MOST = 1 << 25  # bytes read at a time
_MEMBER = header_record("MEMBER")[:48]
_BLANKS = np.uint64(0x2020202020202020)
_FRACTION = np.frombuffer(b"\0" + b"\xff" * 7, np.uint64)[0]  # as it lies in the file


@dataclass(frozen=True)
class Layout:
    """The variables of a row, the byte at which each begins, and the bytes of all."""

    variables: tuple[XptVariable, ...]

    @property
    def size(self) -> int:
        return sum(v.length for v in self.variables)

    @property
    def begins(self) -> np.ndarray:
        return np.cumsum([0, *(v.length for v in self.variables)])[:-1]

    def like(self, other: Layout) -> bool:
        return [(v.name, v.type, v.length) for v in self.variables] == [
            (v.name, v.type, v.length) for v in other.variables
        ]


def blocks(path: Path, variables: Sequence[XptVariable], start: int, rows: int) -> Iterator[Block]:
    """The rows, which begin at byte ``start``: about ``rows`` at a time, at least one block."""
    layout = Layout(tuple(variables))
    total = _rows(path, start, layout)
    step = rows
    while step > 512 and step * layout.size > _MOST:
        step //= 2
    with path.open("rb") as file:
        file.seek(start)
        for begin in range(0, max(total, 1), step):
            data = np.empty(min(step, total - begin) * layout.size, np.uint8)
            if file.readinto(cast(Any, data)) != len(data):
                raise NotInStep
            _check_members(data, begin * layout.size)
            block = RawBlock(layout, data)
            block.check()
            yield block


def _rows(path: Path, start: int, layout: Layout) -> int:
    """How many rows there are; blank ones at the end are none where they may be padding."""
    total, size = path.stat().st_size - start, layout.size
    rows = total // size
    if total % RECORD or total - rows * size >= RECORD:
        raise NotInStep
    certain = -(-(total - RECORD + 1) // size) if total else 0
    tail = np.fromfile(path, np.uint8, offset=start + certain * size)
    filled = np.flatnonzero(tail != padding_of(tail, any(v.type == "Char" for v in layout.variables)))
    last = certain + int(filled[-1]) // size + 1 if len(filled) else certain
    if last > rows:
        raise NotInStep
    return last


def _check_members(data: np.ndarray, begin: int) -> None:
    """Another dataset would begin at a whole record of 80 bytes from the first row."""
    places = np.arange(-begin % RECORD, len(data), RECORD)
    for place in places[data[places] == _MEMBER[0]].tolist():
        found = data[place : place + len(_MEMBER)].tobytes()
        if found == _MEMBER[: len(found)]:
            raise NotInStep


class RawBlock(Block):
    """Rows as bytes."""

    def __init__(self, layout: Layout, data: np.ndarray):
        self.layout, self.data = layout, data
        self.rows = len(data) // layout.size
        rows = data.reshape(self.rows, layout.size)
        self.columns = {
            v.name: RawCells(v, rows[:, at : at + v.length])
            for v, at in zip(layout.variables, layout.begins.tolist(), strict=True)
        }

    def part(self, begin: int, end: int) -> Block:
        return RawBlock(self.layout, self.data[begin * self.layout.size : end * self.layout.size])

    def take(self, positions: np.ndarray) -> Block:
        if len(positions) == self.rows and (positions == np.arange(self.rows)).all():
            return self
        return RawBlock(self.layout, self.data.reshape(self.rows, -1)[positions].reshape(-1))

    def joined(self, more: list[Block], names: list[str]) -> Block:
        blocks = [self, *(b for b in more if isinstance(b, RawBlock))]
        return RawBlock(self.layout, np.concatenate([b.data for b in blocks])) if more else self

    def part_files(self, folder: Path) -> RawFiles:
        return RawFiles(folder, self.layout)

    def same(self, other: Block) -> frozenset[str]:
        """Where both files have the same layout, one look at all bytes tells the columns that are equal."""
        if not (isinstance(other, RawBlock) and self.layout.like(other.layout)):
            return frozenset()
        size, whole = self.layout.size, len(self.data) // 8 * 8
        at = np.flatnonzero(self.data[:whole].view(np.uint64) != other.data[:whole].view(np.uint64)) * 8
        if len(at) > self.rows * 4:
            return frozenset()
        bytes_ = (np.unique(at % size)[:, None] + np.arange(8)).ravel() % size
        touched = np.unique(np.searchsorted(self.layout.begins, bytes_, "right") - 1).tolist()
        if (self.data[whole:] != other.data[whole:]).any():
            touched.append(len(self.layout.variables) - 1)
        return frozenset(self.columns) - {self.layout.variables[i].name for i in touched}

    def check(self) -> None:
        """`NotInStep` at what is no number, or no UTF-8."""
        for column in self.columns.values():
            if column.type == "Num":
                column.check()
        beyond = _any_bit(self.data, self.layout.size) > 0x7F
        for variable, at in zip(self.layout.variables, self.layout.begins, strict=True):
            if variable.type == "Char" and beyond[at : at + variable.length].any():
                self.columns[variable.name].plain()


def _any_bit(data: np.ndarray, size: int) -> np.ndarray:
    """For each byte of a row, the bits that are set in any row."""
    eights = len(data) // (8 * size) * 8 * size
    bits = np.bitwise_or.reduce(data[:eights].view(np.uint64).reshape(-1, size), axis=0)
    bits = np.bitwise_or.reduce(bits.view(np.uint8).reshape(-1, size), axis=0)
    return bits | np.bitwise_or.reduce(data[eights:].reshape(-1, size), axis=0)


class RawCells:
    """One variable of a block: the bytes of each row, shape (rows, length), which need not lie side by side."""

    def __init__(self, variable: XptVariable, data: np.ndarray):
        self.variable, self.data, self.type = variable, data, variable.type

    def __len__(self) -> int:
        return len(self.data)

    def part(self, begin: int, end: int) -> RawCells:
        return RawCells(self.variable, self.data[begin:end])

    def take(self, positions: np.ndarray) -> RawCells:
        return RawCells(self.variable, self.data[positions])

    def unequal(self, other: Cells) -> np.ndarray:
        if not isinstance(other, RawCells) or (self.type == "Num" and self.data.shape != other.data.shape):
            return self.plain().unequal(other.plain())
        least = min(self.data.shape[1], other.data.shape[1])
        found = np.zeros(len(self), bool)
        for width, at in _words(0, least):
            found |= _word(self.data, width, at) != _word(other.data, width, at)
        for longer in (self.data, other.data):
            for width, at in _words(least, longer.shape[1]):
                found |= _word(longer, width, at) != _BLANKS.astype(f"u{width}")
        return np.flatnonzero(found)

    def check(self) -> None:
        """`NotInStep` where a number is none.  A number without a fraction may be: it is 0 or a missing value."""
        whole = self.data.shape[1] == 8
        doubtful = np.flatnonzero(_word(self.data, 8, 0) & _FRACTION == 0) if whole else np.arange(len(self))
        if malformed(_ibm(self.data[doubtful])).any():
            raise NotInStep

    def plain(self) -> Numbers | Strings:
        return Numbers(from_ibm(_ibm(self.data))) if self.type == "Num" else self._texts()

    def _texts(self) -> Strings:
        data, length = np.ascontiguousarray(self.data), self.data.shape[1]
        texts: Any = pa.Array.from_buffers(pa.binary(length), len(data), [None, pa.py_buffer(data)])
        coded = texts.dictionary_encode()
        try:
            different = coded.dictionary.cast(pa.large_string())
        except pa.ArrowInvalid:
            raise NotInStep from None
        different = pc.ascii_rtrim(different, characters=" \0")
        if len(different) * 2 > len(data):
            return Strings(different.take(coded.indices))
        return Strings(pa.DictionaryArray.from_arrays(coded.indices, different))


def _words(begin: int, end: int) -> list[tuple[int, int]]:
    """Bytes as whole numbers, as long as they can be: width and place; the last may begin within the one before."""
    width = next((w for w in (8, 4, 2, 1) if w <= end - begin), 0)
    places = {*range(begin, end - width + 1, width), end - width} if width else ()
    return [(width, at) for at in sorted(places)]


def _word(data: np.ndarray, width: int, at: int) -> np.ndarray:
    return data[:, at : at + width].view(f"u{width}")[:, 0]


def _ibm(data: np.ndarray) -> np.ndarray:
    """Words of IBM doubles; numbers of fewer than 8 bytes leave out the last bytes of the fraction."""
    whole = np.zeros((len(data), 8), np.uint8)
    whole[:, : data.shape[1]] = data
    return whole.view(">u8")[:, 0].astype(np.uint64)


class RawFiles:
    """A file of rows as bytes for each part, and one of their numbers."""

    def __init__(self, folder: Path, layout: Layout):
        self.folder, self.layout = folder, layout
        self.files: dict[int, tuple[BinaryIO, BinaryIO]] = {}

    @property
    def parts(self) -> set[int]:
        return set(self.files)

    def write(self, block: Block, numbers: np.ndarray, order: np.ndarray, begins: dict[int, int]) -> None:
        taken = block.take(order)
        assert isinstance(taken, RawBlock)
        numbers, size = numbers[order], self.layout.size
        for part, begin, end in slices(begins, len(block)):
            if part not in self.files:
                self.files[part] = (self._path(part).open("wb"), self._path(part, ".rows").open("wb"))
            rows, places = self.files[part]
            rows.write(cast(Any, taken.data[begin * size : end * size]))
            places.write(cast(Any, numbers[begin:end]))

    def close(self) -> None:
        for file in (f for pair in self.files.values() for f in pair):
            file.close()

    def read(self, part: int) -> tuple[Block, np.ndarray]:
        if part not in self.files:
            return RawBlock(self.layout, np.empty(0, np.uint8)), np.empty(0, np.int64)
        rows, places = self._path(part), self._path(part, ".rows")
        found = RawBlock(self.layout, np.fromfile(rows, np.uint8)), np.fromfile(places, np.int64)
        rows.unlink()
        places.unlink()
        return found

    def _path(self, part: int, kind: str = "") -> Path:
        return self.folder / f"{part}{kind}"
