"""Rows of a form on the disk: slices one after the other in a file, of which each is read by itself.

A slice holds the row numbers as they are in memory, then one Arrow stream with the texts of that slice alone: what is
read of a large form is never more than what is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np
import pyarrow as pa

from onespec.engine.arrow import array_of, numpy_of, texts_of
from onespec.engine.columns import concat
from onespec.engine.disk import stamp
from onespec.engine.distinct import Distinct, distinct_of_codes
from onespec.engine.kinds import Text

_ALIGNED = 64  # bytes: where arrays begin


class Place(NamedTuple):
    """Where a slice lies: its first byte in the file, its bytes, and its rows."""

    start: int
    size: int
    rows: int


@dataclass(frozen=True)
class Slice:
    """Some rows of a form: the cells as texts, the raw row numbers, and of each shared field 1 where another form
    accounts for the cell.
    """

    fields: list[Text]
    numbers: np.ndarray
    elsewhere: list[np.ndarray]


def append(file: BinaryIO, rows: Slice) -> Place:
    """Write a slice at the end of a file."""
    start = file.tell()
    numbers = rows.numbers.astype(np.int32)
    file.write(numbers.tobytes().ljust(_aligned(numbers.nbytes), b"\0"))
    coded = [
        pa.DictionaryArray.from_arrays(array_of(c.codes.astype(np.int32)), texts_of(c.distinct.texts, pa.string()))
        for c in rows.fields
    ]
    masks = [array_of(mask.astype(np.int8)) for mask in rows.elsewhere]
    names = [*(f"c{i}" for i in range(len(coded))), *(f"e{i}" for i in range(len(masks)))]
    batch = pa.record_batch([*coded, *masks], names=names)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    body = sink.getvalue()
    file.write(body)
    file.write(b"\0" * (_aligned(body.size) - body.size))
    return Place(start, file.tell() - start, len(numbers))


def _aligned(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED


class Slices:
    """A file of slices, opened: it stays readable when another file takes the place of its own."""

    def __init__(self, path: Path):
        self._file = path.open("rb")

    def numbers(self, place: Place) -> np.ndarray:
        """The raw row numbers of a slice."""
        return np.frombuffer(self._read(place.start, 4 * place.rows), np.int32)

    def rows(self, place: Place, fields: Iterable[int] | None = None) -> Slice:
        """A slice with all its fields, or with some of them, by their numbers."""
        stored = stored_in(pa.py_buffer(self._read(place.start, place.size)), place.rows)
        chosen = stored.coded if fields is None else [stored.coded[number] for number in fields]
        columns = [Text(codes, Distinct(texts.to_pylist())) for codes, texts in chosen]
        return Slice(columns, stored.numbers, stored.elsewhere)

    def _read(self, start: int, size: int) -> bytes:
        """Some bytes; read, not mapped, so that no more of a large file than this stays in memory."""
        return os.pread(self._file.fileno(), size, start)


@dataclass(frozen=True)
class Stored:
    """A slice as it is stored: of each field the codes and the texts."""

    coded: list[tuple[np.ndarray, pa.Array]]
    numbers: np.ndarray
    elsewhere: list[np.ndarray]

    def cut(self, low: int, high: int) -> Slice:
        """Some of its rows, with their texts only."""
        columns = [Text(*distinct_of_codes(codes[low:high], texts)) for codes, texts in self.coded]
        return Slice(columns, self.numbers[low:high], [each[low:high] for each in self.elsewhere])


def stored_in(data: pa.Buffer, rows: int) -> Stored:
    """The slice of so many rows that some bytes hold."""
    batch = pa.ipc.open_stream(data.slice(_aligned(4 * rows))).read_next_batch()
    coded = [each for each in batch.columns if pa.types.is_dictionary(each.type)]
    return Stored(
        [(numpy_of(each.indices), each.dictionary) for each in coded],
        np.frombuffer(data, np.int32, rows),
        [numpy_of(each) for each in batch.columns[len(coded) :]],
    )


def opened(path: Path) -> Slices:
    """A file of slices, opened once while it is the same."""
    return _opened(path, *stamp(path))


@lru_cache(maxsize=64)
def _opened(path: Path, *left: int) -> Slices:
    return Slices(path)


def below(slices: Sequence[Slice]) -> Slice:
    """Slices of the same fields one below the other."""
    if len(slices) == 1:
        return slices[0]
    fields = [concat([each.fields[i] for each in slices]) for i in range(len(slices[0].fields))]
    masks = [np.concatenate([each.elsewhere[i] for each in slices]) for i in range(len(slices[0].elsewhere))]
    return Slice(fields, np.concatenate([each.numbers for each in slices]), masks)
