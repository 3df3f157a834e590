# pyright: standard
"""Rows of a transport file as columns, read in blocks: each variable looks at a block while the cache still holds it.

The file does not say how many rows it has.  Blank rows at its end are dropped where they may be padding, that is, as
long as fewer than 80 bytes go with them.  A file that was cut exactly between two rows and at a whole record is not
seen to be cut.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

import numpy as np
import pyarrow as pa

from onespec.engine.arrow import array_of, numpy_of
from onespec.engine.column import Column
from onespec.engine.compute import pc
from onespec.engine.distinct import BLANK, Distinct
from onespec.engine.kinds import Number, Text
from onespec.engine.xpt.header import ENCODING, XptFile
from onespec.engine.xpt.ibm import from_ibm, malformed
from onespec.engine.xpt.layout import RECORD, XptVariable

_BLOCK = 3 << 20  # bytes read at a time; more of them where they are fewer than so many rows:
_ROWS, _MOST = 4000, 1 << 24
_PADDING = b" \0"  # texts and the last record are filled with blanks, by some writers with NUL


def decoded(
    file: XptFile,
    variables: Sequence[XptVariable],
    begin: int,
    end: int | None = None,
    names: Collection[str] | None = None,
    known: bool = False,
) -> tuple[int, dict[str, TextCells | NumberCells]]:
    """The number of rows between two bytes of the file, and the cells of the variables of some names (else of all).

    ``end``: there more rows follow; None for the end of the file, where the padding is.
    ``known``: the file was read whole before, so another dataset in it would have been seen; any rows may be asked for.

    Raises `Stopped` at XPT-TRUNCATED, XPT-MEMBERS, XPT-ENCODING and XPT-NUMBER; of rows after
    others, the file says how many come ``before``.
    """
    size = sum(v.length for v in variables)
    text = any(v.type == "Char" for v in variables)
    rows, cut = rows_to_the_end(file, begin, size, text) if end is None else ((end - begin) // size, False)
    more = file.size - begin - rows * size if end is None else 0
    end = file.size if end is None else end
    step = min(_step(size), (end - begin) // size + 1)
    buffer = np.empty(step * size, np.uint8)
    cells: dict[str, TextCells | NumberCells] = {}
    offset = 0
    for variable in variables:
        if names is None or variable.name in names:
            kind = NumberCells if variable.type == "Num" else TextCells
            cells[variable.name] = kind(variable, _Field(buffer, size, offset, variable.length), rows)
        offset += variable.length
    for before in _blocks(file, begin, end, buffer, known):
        first = before // size
        for each in cells.values() if first < rows else ():
            each.add(first, min(step, rows - first))
    if cut:
        file.truncated(f"The file ends within row {file.before + rows + 1}.", row=rows + 1)
    if file.rows is not None and more >= RECORD:
        file.damaged(f"The file says that it has {file.rows} rows; {more} bytes follow the last of them.")
    for each in cells.values():
        each.finish(file)
    return rows, cells


def _blocks(file: XptFile, begin: int, end: int, buffer: np.ndarray, known: bool) -> Iterator[int]:
    """Puts the bytes from ``begin`` to ``end`` into the buffer, as many as it holds at a time: how many came before."""
    with open(file.path, "rb") as raw:
        raw.seek(begin)
        for place in range(begin, end, len(buffer)):
            block = buffer[: end - place]
            if raw.readinto(block.data) < len(block):
                file.truncated("The file became shorter while it was read.")
            if not known:
                _check_member(file, block, place)
            yield place - begin


def _step(size: int) -> int:
    """How many rows of ``size`` bytes a block has: a multiple of 80, so that each block begins with a whole record."""
    rows = max(_BLOCK // size, min(_ROWS, _MOST // size))
    return max(rows // RECORD, 1) * RECORD


def rows_to_the_end(file: XptFile, begin: int, size: int, text: bool) -> tuple[int, bool]:
    """How many rows of ``size`` bytes follow; whether the file ends within the one after them."""
    if (file.size - begin) % RECORD:
        file.truncated(f"The file has {file.size} bytes, which is no multiple of {RECORD}: its end is missing.")
    total = file.size - begin
    rows = total // size
    if file.rows is not None:
        stated = max(file.rows - (begin - file.start) // size, 0)
        if stated > rows:
            file.truncated(f"The file says that it has {file.rows} rows; its end is missing.", row=rows + 1)
        return stated, False
    if total - rows * size >= RECORD:
        return rows, True
    # Fewer than 80 bytes are padding: the last rows that lie in them are dropped when blank.
    certain = -(-(total - RECORD + 1) // size) if total else 0
    tail = np.fromfile(file.path, np.uint8, offset=begin + certain * size)
    filled = np.flatnonzero(tail != padding_of(tail, text))
    last = certain + int(filled[-1]) // size + 1 if len(filled) else certain
    return min(last, rows), last > rows


def padding_of(tail: np.ndarray, text: bool) -> int:
    """The byte that fills the last record; rows of numbers only may be zeros, which are NUL too."""
    return _PADDING[1] if text and len(tail) and tail[-1] == _PADDING[1] else _PADDING[0]


def _check_member(file: XptFile, block: np.ndarray, begin: int) -> None:
    """Another dataset begins with two header records; the text of a row may look like the first of them."""
    lines, member = block.reshape(-1, RECORD), file.record("MEMBER")
    first = np.frombuffer(member, np.uint8)
    places = np.flatnonzero(lines[:, 0] == first[0])
    for place in places[(lines[places, : len(first)] == first).all(axis=1)].tolist():
        with open(file.path, "rb") as raw:
            raw.seek(begin + (place + 1) * RECORD)
            following = raw.read(len(member))
        if following == file.record("DSCRPTR")[: len(following)]:
            file.stop("XPT-MEMBERS", "The file holds more than one dataset.", "Export each one alone.")


@dataclass(frozen=True)
class _Field:
    """Where the values of a variable lie in the buffer of a block."""

    buffer: np.ndarray
    size: int  # bytes of a row
    offset: int
    length: int

    def of_type(self, kind: str, at: int = 0) -> np.ndarray:
        """Its bytes from ``at`` on, as one item of a type a row."""
        rows = len(self.buffer) // self.size
        return np.ndarray((rows,), kind, self.buffer.data, self.offset + at, (self.size,))

    def words(self) -> list[np.ndarray]:
        """Its bytes as whole numbers, as long as they can be; the last one may begin within the one before."""
        width = next(w for w in (8, 4, 2, 1) if w <= self.length)
        places = dict.fromkeys([*range(0, self.length - width + 1, width), self.length - width])
        return [self.of_type(f"u{width}", at) for at in places]


@dataclass
class TextCells:
    """A text variable: the cells at which another value begins, as most values repeat the one of the row before.

    texts    the different texts, in order of appearance, without blanks at their ends (after `finish`)
    codes    which of them stands at each beginning; ``times``: in how many rows
    """

    variable: XptVariable
    place: _Field
    rows: int
    cells: list[np.ndarray] = field(default_factory=list)
    begins: list[np.ndarray] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.items, self.words = self.place.of_type(f"V{self.place.length}"), self.place.words()

    def add(self, first: int, rows: int) -> None:
        """``rows`` rows of the buffer; the first of them is row ``first``."""
        other = np.zeros(rows, bool)
        other[0] = True
        for word in self.words:
            word = word[:rows].copy()
            other[1:] |= word[1:] != word[:-1]
        begins = np.flatnonzero(other)
        self.cells.append(self.items[begins])
        self.begins.append(begins + first)

    def finish(self, file: XptFile) -> None:
        cells = np.concatenate(self.cells or [np.empty(0, self.items.dtype)])
        begins = np.concatenate([*self.begins, np.array([self.rows])])
        self.cells, self.begins = [], []
        kind, buffers = pa.binary(self.place.length), [None, pa.py_buffer(cells)]
        coded: Any = pa.Array.from_buffers(kind, len(cells), buffers).dictionary_encode()
        self.codes, self.times = numpy_of(coded.indices), begins[1:] - begins[:-1]
        texts = self._decoded(coded.dictionary, file.encoding)
        if texts is None:
            self._stop(file, coded.dictionary.to_pylist(), begins)
        self.texts = pc.ascii_rtrim(texts, characters=" \0")

    @staticmethod
    def _decoded(values: Any, encoding: str) -> Any:
        """Texts of the bytes; None where they are not in the encoding."""
        try:
            if encoding == "utf-8":
                return values.cast(pa.large_string())
            # A character may begin in what fills the field: this is taken away first.
            return pa.array([v.rstrip(_PADDING).decode(encoding) for v in values.to_pylist()], pa.large_string())
        except (pa.ArrowInvalid, UnicodeDecodeError):
            return None

    def _stop(self, file: XptFile, values: list[bytes], begins: np.ndarray) -> NoReturn:
        code, raw = next((c, raw) for c, raw in enumerate(values) if not _is_of(raw.rstrip(_PADDING), file.encoding))
        file.stop(
            "XPT-ENCODING",
            f"The bytes {raw!r} are not {file.encoding.upper()}.",
            ENCODING,
            column=self.variable.name,
            row=int(begins[np.argmax(self.codes == code)]) + 1,
        )

    def column(self) -> Column:
        texts = self.texts.to_pylist()
        codes = np.arange(1, len(texts) + 1, dtype=np.int32)
        if "" in texts:
            blank = texts.index("")
            codes[blank], codes[blank + 1 :] = BLANK, codes[blank:-1].copy()
            del texts[blank]
        return Text(np.repeat(codes[self.codes], self.times), Distinct(["", *texts]))

    def arrow(self) -> Any:
        """The text of each row."""
        if len(self.texts) == self.rows:
            return self.texts
        return self.texts.take(array_of(np.repeat(self.codes, self.times)))


def _is_of(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


@dataclass
class NumberCells:
    """A number variable; ``values`` are the numbers of all rows."""

    variable: XptVariable
    place: _Field
    rows: int
    bad: list[tuple[int, bytes]] = field(default_factory=list)  # rows and bytes that are no number
    short: np.ndarray | None = None  # the words of numbers of fewer than 8 bytes

    def __post_init__(self) -> None:
        self.values = np.empty(self.rows)
        # Numbers of fewer than 8 bytes leave out the last bytes of the fraction.
        self.items = self.place.of_type(">u8" if self.place.length == 8 else f"V{self.place.length}")

    def add(self, first: int, rows: int) -> None:
        """``rows`` rows of the buffer; the first of them is row ``first``."""
        words = self._words(self.items[:rows])
        bad = np.flatnonzero(malformed(words))
        self.bad += [(first + int(row), self.items[row : row + 1].tobytes()) for row in bad.tolist()]
        self.values[first : first + rows] = from_ibm(words)

    def _words(self, items: np.ndarray) -> np.ndarray:
        if self.place.length == 8:
            return items.astype(np.uint64)
        whole = np.zeros((len(items), 8), np.uint8)
        whole[:, : self.place.length] = np.ascontiguousarray(items).view(np.uint8).reshape(len(items), -1)
        return whole.view(">u8")[:, 0].astype(np.uint64)

    def finish(self, file: XptFile) -> None:
        if self.bad:
            row, raw = self.bad[0]
            file.stop(
                "XPT-NUMBER",
                f"The bytes {raw.hex(' ')} are no number ({len(self.bad)} rows).",
                "Get the file again from its source.",
                column=self.variable.name,
                row=row + 1,
            )

    def column(self) -> Column:
        return Number(self.values)
