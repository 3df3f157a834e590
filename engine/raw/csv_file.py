"""CSV files: every cell as text, every row of the header's length."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv

from onespec.engine.columns import text
from onespec.engine.findings import STOP, Findings
from onespec.engine.frames import Frame
from onespec.engine.raw.encodings import BLOCK, Utf8, proven
from onespec.engine.raw.header import columns_agree
from onespec.engine.raw.table import Table
from onespec.engine.spec.forms import Form

csv.field_size_limit(2**31 - 1)  # Python's own is 131,072 characters: a long cell is told by its length, not by csv
_MOST = 2**31 - 1  # bytes of a block of Arrow


def read_csv(path: Path, form: Form, findings: Findings) -> Table | None:
    source, seen = Source(path, form.encoding, int(form.header), form.delimiter), Seen()
    if not proven(path, form, findings, seen.take if source.line == 1 else len):
        return None
    if source.line > 1:  # what stands above the header does not count
        with source.utf8() as file:
            while data := file.read(BLOCK):
                seen.take(data)
    if seen.empty:
        findings.add("RAW-FILE", STOP, "The file is empty.", "Export it again.", file=form.file)
        return None
    if seen.quotes % 2 and source.open_quote():
        findings.add(
            "RAW-ROW",
            STOP,
            "A quotation mark opens a cell that never ends.",
            "Close it, or double the quotation marks that stand inside a cell.",
            file=form.file,
        )
        return None
    header, more = source.header()
    if not header or len(set(header)) < len(header):
        columns_agree(form, header, findings)
        return None
    told: set[int] = set()

    def invalid(number: int, actual: int, expected: int) -> None:
        if number in told:
            return
        told.add(number)
        findings.add(
            "RAW-ROW",
            STOP,
            f"The row has {actual} cells, the header {expected}.",
            "Quote delimiters and line breaks inside cells.",
            file=form.file,
            row=number - 1,
        )

    if not more:  # Arrow wants a row
        return Table.whole(Frame({name: text([]) for name in header}, 0))
    return Table(header, lambda: source.frames(header, invalid))


@dataclass
class Seen:
    """What is seen of a CSV file while its encoding is proven: whether it is empty, and its quotation marks."""

    empty: bool = True
    quotes: int = 0

    def take(self, data: bytes) -> None:
        self.empty = self.empty and (not data or data.isspace())
        self.quotes += data.count(b'"')


@dataclass(frozen=True)
class Source:
    """A CSV file that is proven to be in its encoding; ``line``: of its header."""

    path: Path
    encoding: str
    line: int
    delimiter: str

    def utf8(self) -> Utf8:
        return Utf8(self.path, self.encoding, self.line)

    def header(self) -> tuple[list[str], bool]:
        """The header, and whether anything stands below it."""
        rows = csv.reader(self._text(), delimiter=self.delimiter)
        return next(rows, []), next(rows, None) is not None

    def open_quote(self) -> bool:
        """Does a quoted cell run to the end of the file, and swallow its rows?"""
        try:
            for _ in csv.reader(self._text(), delimiter=self.delimiter, strict=True):
                pass
        except csv.Error as error:
            return "unexpected end" in str(error)
        return False

    def _text(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(io.BufferedReader(self.utf8()), encoding="utf-8", newline="")

    def frames(self, header: list[str], invalid: Callable[[int, int, int], None]) -> Iterator[Frame]:
        """All cells as text, a block of the file at a time.

        invalid  is told number, cells and expected cells of each row that has others than the header
        """
        done, block = 0, BLOCK
        while True:
            try:
                before = 0
                for batch in self._batches(header, invalid, block):
                    rows = batch.slice(min(max(done - before, 0), len(batch)))
                    before += len(batch)
                    if len(rows):
                        done = before
                        yield Frame({name: text(rows.column(at)) for at, name in enumerate(header)}, len(rows))
            except pa.ArrowInvalid:
                if block >= _MOST:
                    raise
                block = min(block * 16, _MOST)  # a row is longer than a block; what was given is left out
            else:
                if not done:
                    yield Frame({name: text([]) for name in header}, 0)
                return

    def _batches(
        self, header: list[str], invalid: Callable[[int, int, int], None], block: int
    ) -> Iterator[pa.RecordBatch]:
        def skip(row: pa_csv.InvalidRow) -> str:
            invalid(row.number, row.actual_columns, row.expected_columns)
            return "skip"

        with (
            pa.PythonFile(self.utf8(), "r") as file,
            pa_csv.open_csv(
                file,
                read_options=pa_csv.ReadOptions(use_threads=False, block_size=block),
                parse_options=pa_csv.ParseOptions(
                    delimiter=self.delimiter,
                    newlines_in_values=True,
                    ignore_empty_lines=False,
                    invalid_row_handler=skip,
                ),
                convert_options=pa_csv.ConvertOptions(
                    column_types={h: pa.string() for h in header}, strings_can_be_null=False
                ),
            ) as reader,
        ):
            yield from reader
