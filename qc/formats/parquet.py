"""Parquet.  Column types are stated; labels, lengths and formats are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from onespec.engine.series import TEXT
from onespec.qc.formats.faults import AGAIN, names, stop
from onespec.qc.tables import Attributes, Source, Table, plain


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
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(min(rows, 1 << 30), use_threads=False):
                yield _frame(batch, found, attributes)
                empty = False
            if empty:
                yield _frame(file.schema_arrow.empty_table(), found, attributes)
    except (pa.ArrowInvalid, OSError) as error:
        stop(path, "FILE-FORMAT", f"The rows cannot be read ({_first(error)}).", AGAIN)


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
