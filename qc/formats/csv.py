"""CSV: UTF-8, names in the first row.

The file states no types; ``.`` and ``.A`` are missing numbers only where numbers are wanted.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv

from onespec.engine.series import TEXT
from onespec.qc.formats.faults import AGAIN, decode, names, stop
from onespec.qc.tables import Attributes, Source, Table

_BLOCK = 1 << 24  # bytes read at a time
_LOOK = 1 << 16  # bytes within which the first row must end


def read(path: Path, encoding: str = "utf-8") -> Table:
    given = _header(path, encoding)
    found = names(path, given)
    return Table(
        path.stem.upper(),
        {n: Attributes(n) for n in found},
        lambda rows: _parts(path, (given, found, encoding), rows),
        source=Source.of(path),
    )


def _header(path: Path, encoding: str) -> list[str]:
    with path.open("rb") as file:
        begin = file.read(_LOOK)
    if not begin.strip():
        stop(path, "FILE-EMPTY", "The file is empty.")
    if b"\0" in begin and not encoding.lower().startswith("utf-16"):
        decode(path, begin)
        stop(path, "FILE-FORMAT", "The file is not text.", "Name a CSV file.")
    if encoding != "utf-8":
        return next(csv.reader(io.StringIO(decode(path, path.read_bytes(), encoding), newline="")))
    line = begin[: begin.rfind(b"\n") + 1] or begin
    return next(csv.reader(io.StringIO(decode(path, line), newline="")))


def _parts(path: Path, columns: tuple[list[str], list[str], str], rows: int) -> Iterator[pd.DataFrame]:
    """Parts of the rows; the columns as the file names them, as they are named here, and the encoding."""
    given, found, encoding = columns
    bad: list[tuple[int, int]] = []

    def invalid(row: pa_csv.InvalidRow) -> str:
        bad.append((row.number, row.actual_columns))
        return "skip"

    waiting: list[pa.RecordBatch] = []
    empty = True
    for batch in _batches(path, given, encoding, invalid):
        if bad:
            number, cells = bad[0]
            stop(
                path,
                "FILE-ROW",
                f"The row has {cells} cells, the header {len(found)}.",
                "Quote commas and line breaks inside cells.",
                row=max(number - 1, 1),
            )
        waiting.append(batch)
        if sum(map(len, waiting)) >= rows:
            yield _frame(waiting, found)
            waiting, empty = [], False
    if waiting or empty:
        yield _frame(waiting, found)


def _batches(path: Path, given: list[str], encoding: str, invalid) -> Iterator[pa.RecordBatch]:
    size = path.stat().st_size
    read_options = pa_csv.ReadOptions(
        use_threads=False,
        block_size=min(max(size, 1), _BLOCK),
        column_names=given,
        skip_rows_after_names=1,
        encoding="utf8" if encoding == "utf-8" else encoding,  # by this name it is not read in Python first
    )
    parse = pa_csv.ParseOptions(newlines_in_values=True, invalid_row_handler=invalid)
    convert = pa_csv.ConvertOptions(column_types={n: pa.large_string() for n in given}, strings_can_be_null=False)
    try:
        with pa_csv.open_csv(path, read_options, parse, convert) as reader:
            yield from reader
    except pa.ArrowInvalid as error:
        decode(path, path.read_bytes(), encoding)  # names the byte that is not of the encoding
        stop(path, "FILE-FORMAT", f"The file cannot be read: {error}.", AGAIN)


def _frame(batches: list[pa.RecordBatch], found: list[str]) -> pd.DataFrame:
    if not batches:
        return pd.DataFrame({n: pd.Series([], dtype=TEXT) for n in found})
    return pa.Table.from_batches(batches).rename_columns(found).to_pandas(types_mapper=lambda _: TEXT)
