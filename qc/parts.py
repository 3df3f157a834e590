"""Large datasets in parts: rows whose keys have the same hash stand in the same part of both tables.

The rows go through files in a temporary folder, so that memory holds one part of each table at a time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from onespec.qc.cells import Block, Cells, Numbers, Strings

LARGE = 1_000_000  # rows compared at once
READ = 250_000  # rows read at a time
_ROW = "\x00row"  # no variable has this name

Rows = Iterator[tuple[Block, np.ndarray]]  # blocks, and the numbers of their rows in the whole table
Part = tuple[Block, Block, np.ndarray, np.ndarray, int]
PartOf = Callable[[Block, np.ndarray], np.ndarray]


@contextmanager
def partitions(
    base: Rows, compare: Rows, names: Sequence[str], part_of: tuple[PartOf, PartOf]
) -> Iterator[Iterator[Part]]:
    """The parts of two tables: rows and their numbers; ``part_of`` gives the part of each row, of either table."""
    with tempfile.TemporaryDirectory() as folder:
        sides = Path(folder) / "base", Path(folder) / "compare"
        types = [
            _spread(*given, names, side)
            for given, side in zip(zip((base, compare), part_of, strict=True), sides, strict=True)
        ]
        yield _read_parts(sides, types[0] or types[1])


def _spread(blocks: Rows, part_of: PartOf, names: Sequence[str], folder: Path) -> dict[str, str]:
    """Write each row into the file of its part; returns the types of the columns, none where there is no block."""
    folder.mkdir()
    writers: dict[int, Any] = {}
    schema, types = None, {}
    try:
        for block, numbers in blocks:
            types = {n: block[n].type for n in names}
            codes = part_of(block, numbers)
            order = np.argsort(codes.astype(np.uint16) if codes.max(initial=0) < 1 << 16 else codes, kind="stable")
            columns = {_ROW: numbers[order]} | {n: _stored(block[n].take(order), schema, n) for n in names}
            rows = pa.table(columns)
            schema = schema or rows.schema
            found, starts = np.unique(codes[order], return_index=True)
            for part, begin, end in zip(found.tolist(), starts, np.append(starts, len(codes))[1:], strict=True):
                if part not in writers:
                    writers[part] = pa.ipc.new_stream(folder / str(part), schema)
                writers[part].write_table(rows.slice(begin, end - begin))
    finally:
        for writer in writers.values():
            writer.close()
    return types


def _stored(column: Cells, schema: pa.Schema | None, name: str) -> Any:
    """A column as it is written: texts as they were in the first block, coded or not."""
    cells = column.plain()
    if isinstance(cells, Numbers):
        return pa.array(cells.values)
    if schema is None:
        return cells.texts
    return cells.dictionary() if pa.types.is_dictionary(schema.field(name).type) else cells.each()


def _read_parts(sides: tuple[Path, Path], types: dict[str, str]) -> Iterator[Part]:
    for part in sorted({int(p.name) for side in sides for p in side.iterdir()}):
        read = []
        for path in (side / str(part) for side in sides):
            read.append(_read(path) if path.exists() else (_none(types), np.empty(0, np.int64)))
            path.unlink(missing_ok=True)
        (left, left_rows), (right, right_rows) = read
        yield left, right, left_rows, right_rows, part


def _read(path: Path) -> tuple[Block, np.ndarray]:
    with pa.OSFile(str(path)) as file:
        table = pa.ipc.open_stream(file).read_all()
    columns = {n: _cells(table[n]) for n in table.column_names if n != _ROW}
    return Block(columns, len(table)), table[_ROW].to_numpy()


def _cells(column: pa.ChunkedArray) -> Cells:
    if pa.types.is_floating(column.type):
        return Numbers(column.to_numpy())
    return Strings(column.unify_dictionaries().combine_chunks())


def _none(types: dict[str, str]) -> Block:
    empty: Any = pa.array([], pa.large_string())
    return Block({n: Numbers(np.empty(0)) if kind == "Num" else Strings(empty) for n, kind in types.items()}, 0)
