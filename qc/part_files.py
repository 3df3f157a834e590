"""Rows of one table in one file for each part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from onespec.engine.compute import pc
from onespec.qc.cells import Block, Cells, Numbers, Strings
from onespec.qc.exact import Beyond, objects

_ROW = "\x00row"  # no variable has this name


class PartFiles(Protocol):
    """Files that rows are appended to, part by part, and read from again."""

    @property
    def parts(self) -> set[int]: ...

    def write(self, block: Block, numbers: np.ndarray, order: np.ndarray, begins: dict[int, int]) -> None:
        """Append rows, with their numbers.

        ``order`` puts the rows of one part together; ``begins`` tells where each part begins in it.
        """
        ...

    def close(self) -> None: ...

    def read(self, part: int) -> tuple[Block, np.ndarray]:
        """The part's rows and their numbers; no rows where it has none.  The file goes away."""
        ...


def slices(begins: dict[int, int], rows: int) -> Iterator[tuple[int, int, int]]:
    """Each part, and where it begins and ends."""
    yield from zip(begins, begins.values(), [*begins.values(), rows][1:], strict=True)


class ArrowFiles:
    """Some columns as streams of Arrow; texts are coded where there are few different ones."""

    def __init__(self, folder: Path, names: Sequence[str]):
        self.folder, self.names = folder, names
        self.writers: dict[int, Any] = {}
        self.none: Block | None = None
        self.coded: frozenset[str] = frozenset()
        self.parts: set[int] = set()
        self.rows: dict[int, int] = {}  # of each part, so far
        self.beyond: dict[tuple[int, str], Any] = {}  # files of the numbers that are no doubles, where there are any

    def write(self, block: Block, numbers: np.ndarray, order: np.ndarray, begins: dict[int, int]) -> None:
        columns = {n: block[n].plain() for n in self.names}
        if self.none is None:
            self.none = Block({n: c.take(order[:0]) for n, c in columns.items()}, 0)
            self.coded = frozenset(n for n, c in columns.items() if _few(c, len(block), len(begins)))
        rows = pa.table(
            {_ROW: numbers[order]} | {n: _stored(c.take(order), n in self.coded) for n, c in columns.items()}
        )
        for part, begin, end in slices(begins, len(block)):
            if part not in self.writers:
                self.writers[part] = pa.ipc.new_stream(self.folder / str(part), rows.schema)
            self.writers[part].write_table(rows.slice(begin, end - begin))
            for name, column in columns.items():
                if isinstance(column, Numbers) and column.beyond:
                    self._write_beyond(part, name, column.take(order[begin:end]).beyond)
            self.rows[part] = self.rows.get(part, 0) + end - begin
        self.parts |= begins.keys()

    def _write_beyond(self, part: int, name: str, more: Beyond | None) -> None:
        """Rows of the part, and exact numbers as text."""
        if more is None:
            return
        rows = pa.table({"at": more.at + self.rows.get(part, 0), "text": [str(v) for v in more.values]})
        if (part, name) not in self.beyond:
            self.beyond[part, name] = pa.ipc.new_stream(self._path(part, name), rows.schema)
        self.beyond[part, name].write_table(rows)

    def _path(self, part: int, name: str) -> Path:
        return self.folder / f"{part}.{self.names.index(name)}"

    def close(self) -> None:
        for writer in (*self.writers.values(), *self.beyond.values()):
            writer.close()

    def read(self, part: int) -> tuple[Block, np.ndarray]:
        if part not in self.parts:
            assert self.none is not None
            return self.none, np.empty(0, np.int64)
        table = _taken(self.folder / str(part))
        columns = {n: _cells(table[n], self._read_beyond(part, n)) for n in self.names}
        return Block(columns, len(table)), table[_ROW].to_numpy()

    def _read_beyond(self, part: int, name: str) -> Beyond | None:
        if (part, name) not in self.beyond:
            return None
        rows = _taken(self._path(part, name))
        return Beyond(rows["at"].to_numpy(), objects([Decimal(t) for t in rows["text"].to_pylist()]))


def _taken(path: Path) -> pa.Table:
    """The rows of a file, which goes away."""
    with pa.OSFile(str(path)) as file:
        table = pa.ipc.open_stream(file).read_all()
    path.unlink()
    return table


def _few(column: Numbers | Strings, rows: int, parts: int) -> bool:
    """Whether a dictionary is no larger than the rows that are written with it."""
    return isinstance(column, Strings) and column.is_coded and len(column.texts.dictionary) * parts <= rows


def _stored(column: Numbers | Strings, coded: bool) -> Any:
    if isinstance(column, Numbers):
        return pa.array(column.values)
    return column.dictionary() if coded else column.each()


def _cells(column: pa.ChunkedArray, beyond: Beyond | None) -> Cells:
    if pa.types.is_floating(column.type):
        return Numbers(column.to_numpy(), beyond)
    return Strings(_one(column.chunks) if pa.types.is_dictionary(column.type) else column.combine_chunks())


def _one(chunks: list[Any]) -> Any:
    """Coded texts as one array; most chunks have the dictionary of the one before."""
    begins = [i for i, c in enumerate(chunks) if not (i and c.dictionary.equals(chunks[i - 1].dictionary))]
    texts = pa.concat_arrays([chunks[i].dictionary for i in begins]).unique()
    places = np.searchsorted(begins, np.arange(len(chunks)), "right") - 1
    codes = [pc.index_in(chunks[i].dictionary, value_set=texts).to_numpy() for i in begins]
    indices = np.concatenate([codes[p][c.indices.to_numpy()] for p, c in zip(places, chunks, strict=True)])
    return pa.DictionaryArray.from_arrays(pa.array(indices), texts)
