"""Large datasets in parts: rows whose keys have the same hash stand in the same part of both tables.

The rows go through files in a temporary folder, so that memory holds one part of each table at a time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from onespec.engine.series import TEXT
from onespec.qc.align import partition
from onespec.qc.tables import Table

LARGE = 1_000_000  # rows compared at once
_READ = 250_000  # rows read at a time
_ROW = "\x00row"  # no variable has this name

Part = tuple[pd.DataFrame, pd.DataFrame, np.ndarray, np.ndarray]


@contextmanager
def partitions(
    base: Table, compare: Table, keys: Sequence[str], variables: Sequence[str], large: int
) -> Iterator[tuple[Iterator[Part], tuple[int, int]]]:
    """The parts of two tables (rows, and their numbers from 0), and the tables' rows."""
    most = max(t.rows if t.rows is not None else t.source.size // 100 for t in (base, compare))
    count = -(-most // max(large // 4, 1))
    with tempfile.TemporaryDirectory() as folder:
        base_rows, compare_rows = (
            _spread(t, keys, variables, count, large, Path(folder) / side)
            for t, side in ((base, "base"), (compare, "compare"))
        )
        yield _read_parts(Path(folder), count, variables, base), (base_rows, compare_rows)


def _spread(table: Table, keys: Sequence[str], variables: Sequence[str], count: int, large: int, folder: Path) -> int:
    """Write each row into the file of its part; returns the number of rows."""
    folder.mkdir()
    writers: dict[int, pa.ipc.RecordBatchFileWriter] = {}
    start = 0
    try:
        for frame in table.parts(min(_READ, large)):
            numbers = np.arange(start, start + len(frame))
            start += len(frame)
            codes = partition(frame, keys, count) if keys else numbers // max(large // 4, 1)
            rows = pa.table({_ROW: numbers} | {n: pa.array(frame[n], from_pandas=False) for n in variables})
            order = np.argsort(codes, kind="stable")
            rows, ends = rows.take(order), np.searchsorted(codes[order], np.arange(codes.max(initial=-1) + 2))
            for part in np.unique(codes):
                if part not in writers:
                    writers[part] = pa.ipc.new_file(folder / str(part), rows.schema)
                writers[part].write_table(rows.slice(ends[part], ends[part + 1] - ends[part]))
    finally:
        for writer in writers.values():
            writer.close()
    return start


def _read_parts(folder: Path, count: int, variables: Sequence[str], base: Table) -> Iterator[Part]:
    for part in sorted({int(p.name) for p in folder.glob("*/*")}):
        frames = []
        for side in ("base", "compare"):
            path = folder / side / str(part)
            frames.append(_read(path) if path.exists() else _none(variables, base))
            path.unlink(missing_ok=True)
        (left, left_rows), (right, right_rows) = frames
        yield left, right, left_rows, right_rows


def _read(path: Path) -> tuple[pd.DataFrame, np.ndarray]:
    with pa.OSFile(str(path)) as file:
        table = pa.ipc.open_file(file).read_all()
    columns = {
        n: table[n].to_numpy()
        if pa.types.is_floating(table[n].type)
        else table[n].to_pandas(types_mapper=lambda _: TEXT)
        for n in table.column_names
        if n != _ROW
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(len(table))), table[_ROW].to_numpy()


def _none(variables: Sequence[str], base: Table) -> tuple[pd.DataFrame, np.ndarray]:
    kinds = {n: np.float64 if base.attributes[n].type == "Num" else TEXT for n in variables}
    return pd.DataFrame({n: pd.Series([], dtype=kind) for n, kind in kinds.items()}), np.empty(0, np.int64)
