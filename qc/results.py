"""Results of second programs: one file each in a folder that goes away with them."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from onespec.engine.compute import pc
from onespec.qc.formats.parquet import read
from onespec.qc.tables import Source, Table


class NoDataset(ValueError):
    """A result that holds what a transport file cannot: its message names the variable."""


class Results(Mapping[str, Table]):
    """Tables by dataset name: text, blank where there is none, and numbers, missing where there is none."""

    def __init__(self, room: Path | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="onespec-qc-", dir=room))
        self.close = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        self.paths: dict[str, Path] = {}

    def __getitem__(self, name: str) -> Table:
        table = read(self.paths[name])
        parts, blocks = table.parts, table.blocks
        return replace(
            table,
            name=name,
            source=Source(name),
            parts=lambda rows, held=self: parts(rows),  # the files stay as long as somebody has a table
            blocks=(lambda rows, held=self: blocks(rows)) if blocks else None,
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    def write(self, name: str, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
        """Keep a result; raises `NoDataset`."""
        path = self.folder / f"{name}.parquet"
        with pq.ParquetWriter(path, dataset_schema(schema)) as file:
            for batch in batches:
                file.write_batch(dataset_rows(batch))
        self.paths[name] = path

    def read(self, name: str, rows: int) -> Iterator[pa.Table]:
        """A result, so many rows at a time, at least one part."""
        with pq.ParquetFile(self.paths[name], pre_buffer=False) as file:
            yield from (pa.table(batch) for batch in file.iter_batches(rows, use_threads=False))
            if not file.metadata.num_rows:
                yield file.schema_arrow.empty_table()

    def keep(self, names: Iterable[str]) -> None:
        """Forget all others."""
        wanted = set(names)
        self.paths = {n: p for n, p in self.paths.items() if n in wanted}


def dataset_schema(schema: pa.Schema) -> pa.Schema:
    """Text and numbers for the columns of a result; raises `NoDataset`."""
    return pa.schema([(n, _type(n, kind)) for n, kind in zip(schema.names, schema.types, strict=True)])


def dataset_rows(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Rows of a result as text and numbers; raises `NoDataset`."""
    columns = [_values(n, c) for n, c in zip(batch.schema.names, batch.columns, strict=True)]
    return pa.record_batch(columns, dataset_schema(batch.schema))


def _type(name: str, kind: pa.DataType) -> pa.DataType:
    """Text and numbers, as a transport file holds them."""
    if _is_text(kind):
        return pa.large_string()
    if pa.types.is_decimal(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return pa.float64()
    raise NoDataset(f"{name} is {kind}; make it text or a number.")


def _is_text(kind: pa.DataType) -> bool:
    return any(check(kind) for check in (pa.types.is_string, pa.types.is_large_string, pa.types.is_null))


def _values(name: str, column: pa.Array) -> pa.Array:
    if _is_text(column.type):
        return pc.fill_null(column.cast(pa.large_string()), "")
    if pa.types.is_decimal(column.type):  # by way of text, which gives the nearest float
        column = column.cast(pa.string())
    try:
        numbers = column.cast(pa.float64())
    except pa.ArrowInvalid:
        raise NoDataset(f"{name} has whole numbers that no double holds; make it text.") from None
    return pc.if_else(pc.is_nan(numbers), pa.scalar(None, pa.float64()), numbers)
