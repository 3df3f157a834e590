"""Cells of a transport file as Arrow arrays: values for Parquet, and the same values as texts of JSON."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyarrow as pa

from onespec.engine.arrow import array_of
from onespec.engine.compute import pc
from onespec.engine.xpt.decode import NumberCells, TextCells
from onespec.engine.xpt.formats import DATE, DATETIME, TIME
from onespec.submission.exchange.columns import INTEGER, MOMENTS, STRING, Column

_EPOCH = 3653  # days from day 0 of SAS, 1960-01-01, to that of Arrow, 1970-01-01
_DAY = 86400
_TYPES = {DATE: pa.date32(), DATETIME: pa.timestamp("s"), TIME: pa.time32("s"), INTEGER: pa.int64()}
_FORMATS = {DATE: "%Y-%m-%d", DATETIME: "%Y-%m-%dT%H:%M:%S", TIME: "%H:%M:%S"}
_TEXT = pa.string()


def type_of(column: Column) -> Any:
    """The Arrow type of a column: a date that SAS counts is a date, and a date that is a text stays one."""
    if column.type == STRING or column.type in MOMENTS and not column.target:
        return pa.string()
    return _TYPES.get(column.type, pa.float64())


def values(column: Column, cells: TextCells | NumberCells) -> Any:
    """The values as they are; a missing number is null, a blank text stays blank."""
    if isinstance(cells, TextCells):
        return cells.arrow().cast(pa.string())
    missing = np.isnan(cells.values)
    kind = type_of(column)
    if column.type not in _TYPES:
        return pa.array(cells.values, kind, mask=missing)
    whole = np.where(missing, 0, cells.values).astype(np.int64)
    if column.type == DATE:
        return pa.array((whole - _EPOCH).astype(np.int32), pa.int32(), mask=missing).cast(kind)
    if column.type == TIME:
        return pa.array(whole.astype(np.int32), pa.int32(), mask=missing).cast(kind)
    return pa.array(whole - _EPOCH * _DAY if column.type == DATETIME else whole, pa.int64(), mask=missing).cast(kind)


def tokens(column: Column, cells: TextCells | NumberCells) -> Any:
    """Each value as it is written in JSON.

    A number has as few digits as give the same double again.  A blank text is "", a blank date null.
    """
    if isinstance(cells, TextCells):
        blank = '""' if column.type == STRING else "null"
        written = [json.dumps(t, ensure_ascii=False) if t else blank for t in cells.texts.to_pylist()]
        return pa.array(written, _TEXT).take(array_of(np.repeat(cells.codes, cells.times)))
    array = values(column, cells)
    if column.type in _FORMATS:
        array = pc.binary_join_element_wise('"', _written(column.type, array), '"', "")
    return pc.fill_null(array.cast(_TEXT), "null")


def _written(kind: str, array: Any) -> Any:
    """Dates as ISO 8601.  A year before 1000 has its four digits: strftime of the system need not give them."""
    return pc.replace_substring(array.cast(_TEXT), " ", "T") if kind == DATETIME else array.cast(_TEXT)


def lines(columns: list[Column], cells: dict[str, TextCells | NumberCells], rows: int) -> bytes:
    """Rows as arrays of JSON, each with the end of its line."""
    if not rows:
        return b""
    joined = pc.binary_join_element_wise(*(tokens(column, cells[column.name]) for column in columns), ",")
    return b"".join(_bytes(pc.binary_join_element_wise("[", joined, "]\n", "")))


def _bytes(texts: Any) -> list[bytes]:
    """The bytes of the texts of an array, one after the other."""
    chunks = texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]
    out = []
    for chunk in chunks:
        offsets = np.frombuffer(chunk.buffers()[1], np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
        out.append(chunk.buffers()[2].slice(int(offsets[0]), int(offsets[-1] - offsets[0])).to_pybytes())
    return out
