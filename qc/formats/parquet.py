"""Parquet.  Column types are stated; labels, lengths and formats are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from onespec.qc.cells import Block, NotInStep, frame_of, strings_of
from onespec.qc.formats.arrow_numbers import is_exact, is_number, numbers_of, unit_of
from onespec.qc.formats.faults import AGAIN, names, stop
from onespec.qc.tables import Attributes, Source, Table

_AHEAD = 1 << 18  # bytes
_FIRST, _WORTH = 10_000, 1_000  # rows by which columns are judged; with fewer it is not worth it
_TEXTS = (pa.types.is_string, pa.types.is_large_string, pa.types.is_null, pa.types.is_string_view)


def read(path: Path) -> Table:
    if not path.stat().st_size:
        stop(path, "FILE-EMPTY", "The file is empty.")
    try:
        metadata, schema = pq.read_metadata(path), pq.read_schema(path)
    except PermissionError:
        raise
    except (pa.ArrowInvalid, OSError) as error:
        stop(path, "FILE-FORMAT", f"The file is not a complete Parquet file ({_first(error)}).")
    found = names(path, schema.names)
    attributes = {n: _attributes(path, n, field.type) for n, field in zip(found, schema, strict=True)}
    return Table(
        path.stem.upper(),
        attributes,
        lambda rows: _parts(path, found, attributes, rows),
        rows=metadata.num_rows,
        source=Source.of(path),
        blocks=lambda rows: _blocks(path, found, attributes, rows),
    )


def _attributes(path: Path, name: str, kind: pa.DataType) -> Attributes:
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    if is_number(plain):
        return Attributes(name, "Num", exact=is_exact(plain), unit=unit_of(plain))
    if not any(check(plain) for check in _TEXTS):
        stop(
            path,
            "FILE-TYPE",
            f"The column has type {kind}; a variable is a text, a number, a date or a time.",
            "Write it as one of them, or as a column for each of its values.",
            column=name,
        )
    return Attributes(name, "Char")


def _parts(path: Path, found: list[str], attributes: dict[str, Attributes], rows: int) -> Iterator[pd.DataFrame]:
    empty = True
    try:
        with _opened(path) as file:
            for batch in file.iter_batches(min(rows, 1 << 30), use_threads=False):
                yield frame_of(_block(batch, found, attributes))
                empty = False
            if empty:
                yield frame_of(_block(file.schema_arrow.empty_table(), found, attributes))
    except (pa.ArrowInvalid, OSError) as error:
        stop(path, "FILE-FORMAT", f"The rows cannot be read ({_first(error)}).", AGAIN)


def _opened(path: Path, coded: Sequence[str] = ()) -> pq.ParquetFile:
    """The file, of which no more is read ahead than a little of each column; ``coded`` columns as dictionaries."""
    return pq.ParquetFile(path, read_dictionary=list(coded), pre_buffer=False, buffer_size=_AHEAD)


def _blocks(path: Path, found: list[str], attributes: dict[str, Attributes], rows: int) -> Iterator[Block]:
    """The rows in blocks; texts that the file holds as codes stay codes.  `NotInStep` where it cannot be read."""
    try:
        with _opened(path, _coded(path)) as file:
            for batch in file.iter_batches(rows, use_threads=False):
                yield _block(batch, found, attributes)
            if not file.metadata.num_rows:
                yield _block(file.schema_arrow.empty_table(), found, attributes)
    except (pa.ArrowInvalid, OSError):
        raise NotInStep from None


def _coded(path: Path) -> list[str]:
    """Columns of texts that say the same again and again, by the first rows of the file.

    What the file says of the sizes of its columns is not asked for: where it is damaged, Arrow ends the process.
    """
    with _opened(path) as file:
        first = next(file.iter_batches(_FIRST, use_threads=False), None)
    if first is None or len(first) < _WORTH:
        return []
    texts = [
        n
        for n, column in zip(first.schema.names, first.columns, strict=True)
        if column.type in (pa.string(), pa.large_string())
    ]
    return [n for n in texts if 10 * len(first[n].unique()) < len(first)]


def _block(batch: pa.RecordBatch | pa.Table, found: list[str], attributes: dict[str, Attributes]) -> Block:
    columns = {}
    for name, column in zip(found, batch.columns, strict=True):
        whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        columns[name] = strings_of(whole) if attributes[name].type == "Char" else numbers_of(whole)
    return Block(columns, len(batch))


def _first(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".")
