"""Parquet.  Column types are stated; labels, lengths and formats are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from onespec.engine.series import TEXT
from onespec.qc.cells import Block, Cells, NotInStep, Numbers, cells_of, strings_of
from onespec.qc.formats.faults import AGAIN, names, stop
from onespec.qc.tables import Attributes, Source, Table, plain

_AHEAD = 1 << 18  # bytes


def read(path: Path) -> Table:
    if not path.stat().st_size:
        stop(path, "FILE-EMPTY", "The file is empty.")
    try:
        metadata, schema = pq.read_metadata(path), pq.read_schema(path)
    except pa.ArrowInvalid as error:
        stop(path, "FILE-FORMAT", f"The file is not a complete Parquet file ({_first(error)}).")
    found = names(path, schema.names)
    attributes = {
        n: Attributes(n, "Char" if _is_text(field.type) else "Num") for n, field in zip(found, schema, strict=True)
    }
    return Table(
        path.stem.upper(),
        attributes,
        lambda rows: _parts(path, found, attributes, rows),
        rows=metadata.num_rows,
        source=Source.of(path),
        blocks=(lambda rows: _blocks(path, found, attributes, rows)) if _is_plain(schema) else None,
    )


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    numeric = (
        pa.types.is_integer,
        pa.types.is_floating,
        pa.types.is_decimal,
        pa.types.is_boolean,
        pa.types.is_temporal,
    )
    return not any(check(kind) for check in numeric)


def _parts(path: Path, found: list[str], attributes: dict[str, Attributes], rows: int) -> Iterator[pd.DataFrame]:
    empty = True
    try:
        with _opened(path) as file:
            for batch in file.iter_batches(min(rows, 1 << 30), use_threads=False):
                yield _frame(batch, found, attributes)
                empty = False
            if empty:
                yield _frame(file.schema_arrow.empty_table(), found, attributes)
    except (pa.ArrowInvalid, OSError) as error:
        stop(path, "FILE-FORMAT", f"The rows cannot be read ({_first(error)}).", AGAIN)


def _opened(path: Path, coded: Sequence[str] = ()) -> pq.ParquetFile:
    """The file, of which no more is read ahead than a little of each column; ``coded`` columns as dictionaries."""
    return pq.ParquetFile(path, read_dictionary=list(coded), pre_buffer=False, buffer_size=_AHEAD)


def _is_plain(schema: pa.Schema) -> bool:
    """Whether no value depends on the rows that are read with it, as a time does: all may be days."""
    kinds = (
        pa.types.is_string,
        pa.types.is_large_string,
        pa.types.is_floating,
        pa.types.is_integer,
        pa.types.is_boolean,
        pa.types.is_date32,
    )
    return all(any(check(kind) for check in kinds) for kind in schema.types)


def _blocks(path: Path, found: list[str], attributes: dict[str, Attributes], rows: int) -> Iterator[Block]:
    """The rows in blocks; texts that the file holds as codes stay codes.  `NotInStep` where it cannot be read."""
    try:
        with _opened(path, _coded(pq.read_metadata(path))) as file:
            for batch in file.iter_batches(rows, use_threads=False):
                yield _block(batch, found, attributes)
            if not file.metadata.num_rows:
                yield _block(file.schema_arrow.empty_table(), found, attributes)
    except (pa.ArrowInvalid, OSError):
        raise NotInStep from None


def _coded(metadata: pq.FileMetaData) -> list[str]:
    """Columns that take less room than plain texts could, which have 4 bytes for their length alone."""
    groups = [metadata.row_group(i) for i in range(metadata.num_row_groups)]
    columns = [[group.column(i) for group in groups] for i in range(metadata.num_columns)]
    return [
        chunks[0].path_in_schema
        for chunks in columns
        if chunks
        and all(c.physical_type == "BYTE_ARRAY" and c.total_uncompressed_size < 4 * c.num_values for c in chunks)
    ]


def _block(batch: pa.RecordBatch | pa.Table, found: list[str], attributes: dict[str, Attributes]) -> Block:
    columns: dict[str, Cells] = {}
    for name, column in zip(found, batch.columns, strict=True):
        if attributes[name].type == "Char":
            columns[name] = strings_of(column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column)
        elif pa.types.is_float64(column.type):
            columns[name] = Numbers(column.to_numpy(zero_copy_only=False))
        else:
            alone = pa.table({name: column})
            columns[name] = cells_of(_frame(alone, [name], {name: attributes[name]})[name])
    return Block(columns, len(batch))


def _frame(batch: pa.RecordBatch | pa.Table, found: list[str], attributes: dict[str, Attributes]) -> pd.DataFrame:
    texts = [pa.types.is_string(c.type) or pa.types.is_large_string(c.type) for c in batch.columns]
    frame = pd.DataFrame(
        {
            n: c.cast(pa.large_string()).to_pandas(types_mapper=lambda _: TEXT) if t else c.to_pandas()
            for n, c, t in zip(found, batch.columns, texts, strict=True)
        }
    )
    frame = plain(frame)
    for name, stated in attributes.items():  # a column without a value has no type of its own
        if stated.type == "Num" and frame[name].dtype.kind != "f":
            frame[name] = pd.to_numeric(frame[name].replace("", None)).astype("float64")
    return frame


def _first(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".")
