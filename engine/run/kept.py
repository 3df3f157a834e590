"""What a build keeps of its parts: a file an entry, which a later build maps into memory and cannot execute.

A file begins with what it is and the SHA-256 of the rest, in 128 bytes; the rest is one Arrow record batch: an array
a column, each a list in a single row, and what else there is to say as JSON in its metadata.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import time
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from onespec.engine.arrow import array_of, numpy_of, texts_of
from onespec.engine.column import Column
from onespec.engine.disk import Damaged, stamp, whole
from onespec.engine.distinct import Distinct
from onespec.engine.findings import Cell, Finding, Findings
from onespec.engine.frames import Frame
from onespec.engine.kinds import Number, Text
from onespec.engine.run.blocks import Ledger
from onespec.engine.run.measure import DatasetMeasure, Measure
from onespec.engine.run.standing import standing_read

_HEAD = 128
_HERE = hashlib.sha256(platform.node().encode()).hexdigest()[:8]  # machines of a cluster share the folder
_WHAT = b"onespec kept part 1 sha256 "
_TICK = 20_000_000  # nanoseconds: file systems tell times apart that are so far from each other
_whole: dict[Path, list[int]] = {}  # files that were written or looked through, and their stamps


def keep(path: Path, said: Mapping[str, Any], arrays: Mapping[str, Any]) -> None:
    """Write ``said`` (as JSON) and ``arrays`` (of numpy or Arrow)."""
    lists = {name: array_of(a) if isinstance(a, np.ndarray) else a for name, a in arrays.items()}
    columns = [pa.LargeListArray.from_arrays(array_of(np.array([0, len(a)], np.int64)), a) for a in lists.values()]
    schema = pa.schema(
        [pa.field(name, column.type) for name, column in zip(lists, columns, strict=True)],
        metadata={"said": json.dumps(said, ensure_ascii=False)},
    )
    with whole(path, f"{_HERE}-{os.getpid()}") as fresh, fresh.open("xb", buffering=0) as file:
        file.write(b"\n" * _HEAD)
        body = _Body(file)
        with pa.PythonFile(body, "w") as sink, pa.ipc.new_stream(sink, schema) as writer:
            if columns:
                writer.write_batch(pa.record_batch(columns, schema=schema))
        file.seek(0)
        file.write((_WHAT + body.digest.hexdigest().encode()).ljust(_HEAD, b"\n"))
        before = time.time_ns() - _TICK
        os.utime(fresh, ns=(before, before))  # so that any change from now on has another time
    _whole[path] = stamp(path)


class _Body(io.RawIOBase):
    """What is written of a file after its head, and the SHA-256 of that: it never stands in memory as a whole."""

    def __init__(self, file: io.FileIO):
        self.file, self.digest = file, hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.digest.update(data)
        left = memoryview(data).cast("B")
        while len(left):
            left = left[self.file.write(left) :]
        return len(data)


def kept(path: Path) -> tuple[dict[str, Any], dict[str, pa.Array]]:
    """What `keep` wrote; raises `Damaged` when the file is not as it was left.

    What this process has written or looked through is not looked through again while it is the same file.
    """
    now, left = time.time_ns(), stamp(path)
    try:
        buffer = pa.memory_map(str(path)).read_buffer()
    except (OSError, pa.ArrowInvalid):  # gone, no file, or empty
        raise Damaged(path) from None
    head, body = buffer.slice(0, min(_HEAD, buffer.size)).to_pybytes(), buffer.slice(min(_HEAD, buffer.size))
    if not left or _whole.get(path) != left:
        if head != (_WHAT + hashlib.sha256(body).hexdigest().encode()).ljust(_HEAD, b"\n"):
            raise Damaged(path)
        if left and now - left[2] > _TICK:  # else a change to come could have the same time
            _whole[path] = left
    reader = pa.ipc.open_stream(body)
    arrays = {}
    for batch in reader:
        arrays = {name: column.values for name, column in zip(batch.schema.names, batch.columns, strict=True)}
    return json.loads(reader.schema.metadata[b"said"]), arrays


# Columns -------------------------------------------------------------------------------------


class Written:
    """Columns and arrays of different lengths, collected into a few long arrays; ``said`` tells where each stands."""

    def __init__(self):
        self._parts: dict[str, list[np.ndarray]] = {"codes": [], "numbers": [], "positions": [], "marks": []}
        self._texts: list[str] = []

    def array(self, kind: str, values: np.ndarray) -> int:
        """Take an array; returns its length."""
        self._parts[kind].append(values)
        return len(values)

    def frame(self, frame: Frame) -> list[list[Any]]:
        return [[name, *self._column(column)] for name, column in frame.items()]

    def _column(self, column: Column) -> list[int]:
        if isinstance(column, Number):
            return [self.array("numbers", column.array)]
        assert isinstance(column, Text)
        column = column.compact()
        self._texts += column.distinct.texts[1:]
        return [self.array("codes", column.codes), len(column.distinct) - 1]

    def arrays(self) -> dict[str, Any]:
        types = {"codes": np.int32, "numbers": float, "positions": np.int64, "marks": np.uint8}
        found = {k: np.concatenate([np.empty(0, types[k]), *parts], dtype=types[k]) for k, parts in self._parts.items()}
        return found | {"texts": texts_of(self._texts, pa.string())}


class Read:
    """The same, read in the order in which it was written."""

    def __init__(self, arrays: dict[str, pa.Array]):
        self._texts = arrays.pop("texts")
        self._arrays = {kind: numpy_of(values) for kind, values in arrays.items()}
        self._at = dict.fromkeys((*self._arrays, "texts"), 0)

    def array(self, kind: str, length: int) -> np.ndarray:
        start = self._at[kind]
        self._at[kind] = start + length
        return self._arrays[kind][start : start + length]

    def frame(self, said: list[list[Any]]) -> Frame:
        return Frame({name: self._column(*lengths) for name, *lengths in said})

    def _column(self, length: int, texts: int = -1) -> Column:
        if texts < 0:
            return Number(self.array("numbers", length))
        start = self._at["texts"]
        self._at["texts"] = start + texts
        return Text(self.array("codes", length), Distinct(["", *self._texts.slice(start, texts).to_pylist()]))


# What else is kept -----------------------------------------------------------------------------


_SAID = [f.name for f in fields(Finding) if f.name not in ("cells", "count", "reached", "members", "query")]


def findings_said(findings: Findings) -> list[list]:
    """As JSON holds them; what a part finds is not yet put together."""
    return [[*(getattr(f, name) for name in _SAID), f.cells] for f in findings]


def findings_read(said: list[list]) -> Findings:
    return Findings(
        Finding(**dict(zip(_SAID, values, strict=True)), cells=tuple(Cell(*cell) for cell in cells))
        for *values, cells in said
    )


def ledger_said(ledger: Ledger, written: Written) -> dict[str, Any]:
    marks = [[*key, written.array("marks", marks)] for key, marks in ledger.marks.items()]
    return {"findings": findings_said(ledger.findings), "marks": marks}


def ledger_read(said: dict[str, Any], read: Read) -> Ledger:
    marks = {(form, name, by): read.array("marks", n) for form, name, by, n in said["marks"]}
    return Ledger(findings_read(said["findings"]), marks)


def measure_said(measure: DatasetMeasure) -> dict[str, Any]:
    groups = {n: [[key, _one_said(m)] for key, m in by.items()] for n, by in measure.value_level.items()}
    return {
        "rows": measure.rows,
        "variables": {n: _one_said(m) for n, m in measure.variables.items()},
        "value_level": groups,
        "texts": [[key, vars(standing)] for key, standing in measure.texts.items()],
    }


def measure_read(said: dict[str, Any]) -> DatasetMeasure:
    groups = {n: {tuple(key): _one_read(m) for key, m in by} for n, by in said["value_level"].items()}
    texts = {tuple(key): standing_read(standing) for key, standing in said["texts"]}
    return DatasetMeasure(said["rows"], {n: _one_read(m) for n, m in said["variables"].items()}, groups, texts)


def _one_said(measure: Measure) -> dict[str, Any]:
    return vars(measure) | {"values": sorted(measure.values), "steps": sorted(measure.steps)}


def _one_read(said: dict[str, Any]) -> Measure:
    sets: dict[str, Any] = {name: set(said[name]) for name in ("values", "steps")}
    return Measure(**(said | sets))
