"""CSV files: every cell as text, every row of the header's length."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv

from onespec.engine.columns import text
from onespec.engine.findings import STOP, Findings
from onespec.engine.frames import Frame
from onespec.engine.raw.encodings import BLOCK, utf8
from onespec.engine.raw.header import columns_agree
from onespec.engine.spec.forms import Form

csv.field_size_limit(2**31 - 1)  # Python's own is 131,072 characters: a long cell is told by its length, not by csv
_END = re.compile(rb"\r\n|\r|\n")


def read_csv(path: Path, form: Form, findings: Findings) -> Frame | None:
    data = utf8(path.read_bytes(), form, findings)
    if data is None:
        return None
    data = _from_row(data, int(form.header))
    if not data or data.isspace():
        findings.add("RAW-FILE", STOP, "The file is empty.", "Export it again.", file=form.file)
        return None
    if _open_quote(data, form.delimiter):
        findings.add(
            "RAW-ROW",
            STOP,
            "A quotation mark opens a cell that never ends.",
            "Close it, or double the quotation marks that stand inside a cell.",
            file=form.file,
        )
        return None
    header = _header(data, form.delimiter)
    if not header or len(set(header)) < len(header):
        columns_agree(form, header, findings)
        return None
    table, bad = _table(data, header, form.delimiter)
    del data
    for number, actual, expected in bad:
        findings.add(
            "RAW-ROW",
            STOP,
            f"The row has {actual} cells, the header {expected}.",
            "Quote delimiters and line breaks inside cells.",
            file=form.file,
            row=number - 1,
        )
    return Frame({name: text(table[name]) for name in header}, table.num_rows)


def _from_row(data: bytes, row: int) -> bytes:
    """What stands from a line of the file on; nothing where it has fewer."""
    end = 0
    for _ in range(row - 1):
        found = _END.search(data, end)
        end = found.end() if found else len(data)
    return data[end:] if end else data


def _table(
    data: bytes, header: list[str], delimiter: str, block: int = BLOCK
) -> tuple[pa.Table, list[tuple[int, int, int]]]:
    """All cells as text; and number, cells and expected cells of each row that has others than the header."""
    bad: list[tuple[int, int, int]] = []

    def invalid(row: pa_csv.InvalidRow) -> str:
        bad.append((row.number, row.actual_columns, row.expected_columns))
        return "skip"

    if not data.endswith(b"\n"):
        data += b"\n"  # a header alone needs it
    try:
        return pa_csv.read_csv(
            pa.BufferReader(data),
            read_options=pa_csv.ReadOptions(use_threads=False, block_size=min(block, len(data))),
            parse_options=pa_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=invalid
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types={h: pa.string() for h in header}, strings_can_be_null=False
            ),
        ), bad
    except pa.ArrowInvalid:
        if block >= len(data):
            raise
        return _table(data, header, delimiter, min(len(data), 2**31 - 1))  # a cell is longer than a block


def _header(data: bytes, delimiter: str) -> list[str]:
    first = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    return next(csv.reader(first, delimiter=delimiter), [])


def _open_quote(data: bytes, delimiter: str) -> bool:
    """Does a quoted cell run to the end of the file, and swallow its rows?"""
    if data.count(b'"') % 2 == 0:
        return False
    lines = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False
