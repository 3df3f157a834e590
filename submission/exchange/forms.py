"""The forms of a file, each written part by part.

Source: CDISC Dataset-JSON 1.1; its NDJSON representation; CDISC Compressed Dataset-JSON 1.1: the zlib stream of the
NDJSON file, and nothing else.  Parquet has no standard of CDISC: each field carries what Dataset-JSON says of it.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from onespec.engine.xpt.decode import NumberCells, TextCells
from onespec.submission.exchange.arrays import type_of, values
from onespec.submission.exchange.columns import Column

Head = dict[str, object]
Cells = dict[str, TextCells | NumberCells]


class Form(Protocol):
    """A file that is written: a head when it is opened, then parts, then its end."""

    def add(self, lines: bytes, cells: Cells, rows: int) -> None: ...

    def close(self) -> None: ...


class Json:
    """One JSON object; each row on a line of its own."""

    def __init__(self, path: Path, head: Head, columns: list[Column]):
        self.file, self.before = path.open("wb"), b"\n"
        self.file.write(written(head)[:-1] + b',"rows":[')

    def add(self, lines: bytes, cells: Cells, rows: int) -> None:
        if lines:
            self.file.write(self.before + lines[:-1].replace(b"\n", b",\n"))  # within a text \n is written as \\n
            self.before = b",\n"

    def close(self) -> None:
        self.file.write(b"\n]}\n")
        self.file.close()


class NdJson:
    """The head on the first line, a row on each line after it."""

    def __init__(self, path: Path, head: Head, columns: list[Column]):
        self.file = path.open("wb")
        self.file.write(written(head) + b"\n")

    def add(self, lines: bytes, cells: Cells, rows: int) -> None:
        self.file.write(lines)

    def close(self) -> None:
        self.file.close()


class Dsjc:
    """The NDJSON file, compressed at level 9 with a window of 32 KB, as the specification recommends."""

    def __init__(self, path: Path, head: Head, columns: list[Column]):
        self.file, self.stream = path.open("wb"), zlib.compressobj(9, zlib.DEFLATED, 15)
        self.file.write(self.stream.compress(written(head) + b"\n"))

    def add(self, lines: bytes, cells: Cells, rows: int) -> None:
        self.file.write(self.stream.compress(lines))

    def close(self) -> None:
        self.file.write(self.stream.flush())
        self.file.close()


class Parquet:
    """A row group a part; dates that SAS counts are dates."""

    def __init__(self, path: Path, head: Head, columns: list[Column]):
        fields = [pa.field(c.name, type_of(c), metadata=_texts(c.facts())) for c in columns]
        about = {name: value for name, value in head.items() if name != "columns"}
        self.columns, self.schema = columns, pa.schema(fields, metadata=_texts(about))
        self.writer = pq.ParquetWriter(path, self.schema, compression="zstd", version="2.6")

    def add(self, lines: bytes, cells: Cells, rows: int) -> None:
        arrays = [values(c, cells[c.name]) for c in self.columns]
        self.writer.write_table(pa.Table.from_arrays(arrays, schema=self.schema))

    def close(self) -> None:
        self.writer.close()


# What a command line calls a form -> its ending and who writes it.
FORMS: dict[str, tuple[str, Any]] = {
    "dataset-json": (".json", Json),
    "ndjson": (".ndjson", NdJson),
    "dsjc": (".dsjc", Dsjc),
    "parquet": (".parquet", Parquet),
}


def written(facts: Head) -> bytes:
    """An object of JSON without a blank between its parts."""
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()


def _texts(facts: Head) -> dict[str, str]:
    """What Arrow keeps beside a field is text: texts as they are, all else as JSON."""
    return {name: value if isinstance(value, str) else written(value).decode() for name, value in facts.items()}  # pyright: ignore[reportArgumentType]
