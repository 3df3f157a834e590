"""CDISC Dataset-JSON 1.1: one JSON object; or NDJSON, one line of metadata, then one line a row; or DSJC, zlib of that.

Source: CDISC Dataset-JSON Specification 1.1: ``columns`` with name, label, dataType, targetDataType,
length, displayFormat and keySequence; ``rows`` as arrays in the columns' order; null is missing.
"""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd

from onespec.engine.findings import STOP, Findings, Stopped
from onespec.engine.series import TEXT
from onespec.engine.xpt.formats import unit_of_format
from onespec.qc.exact import Beyond, exact_values, series_of
from onespec.qc.formats.faults import decode, names, stop
from onespec.qc.formats.json_values import EXACT, NUMBERS, TIMES, NotOfType, number_in
from onespec.qc.tables import Attributes, Source, Table, pieces, shown

_HALF = re.compile(r"\\u[dD][89a-fA-F]")  # as JSON writes halves of characters, of which two are one
LARGEST = 1 << 31  # bytes of an unpacked file: a few KB may unpack to any size
_TOLD = 20  # faulty values of a column


def read(path: Path) -> Table:
    text = decode(path, _bytes(path))
    if not text.strip():
        stop(path, "FILE-EMPTY", "The file is empty.")
    content, rows = _content(path, text)
    columns = content.get("columns")
    if columns is None and "datasetJSONVersion" in content:
        message = f"The file is Dataset-JSON {content['datasetJSONVersion']}, which is not read."
        stop(path, "FILE-FORMAT", message, "Export it as CDISC Dataset-JSON 1.1.")
    if (
        not isinstance(columns, list)
        or not all(isinstance(c, dict) and "name" in c for c in columns)
        or not isinstance(rows, list)
    ):
        stop(
            path,
            "FILE-FORMAT",
            "The file is not Dataset-JSON: it has no 'columns' with names, or no 'rows'.",
            "Export it as CDISC Dataset-JSON 1.1.",
        )
    found = names(path, [c["name"] for c in columns])
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, list) or len(row) != len(found):
            stop(path, "FILE-ROW", f"The row has not the {len(found)} values of the columns.", row=number)
    attributes = {n: _attributes(n, c) for n, c in zip(found, columns, strict=True)}
    if isinstance(content.get("records"), int) and content["records"] != len(rows):
        stop(path, "FILE-ROWS", f"The file says that it has {content['records']} rows; it has {len(rows)}.")
    findings = Findings()
    cells = {
        n: _column(_Column(path, n, c, findings), [row[i] for row in rows], attributes[n].type)
        for i, (n, c) in enumerate(zip(found, columns, strict=True))
    }
    if findings:
        raise Stopped(findings)
    frame = pd.DataFrame(cells)
    keys = sorted((c["keySequence"], n) for n, c in zip(found, columns, strict=True) if _is_place(c.get("keySequence")))
    return Table(
        str(content.get("name", path.stem)).upper(),
        attributes,
        lambda n: pieces(frame, n),
        content.get("label"),
        rows=len(frame),
        keys=tuple(n for _, n in keys),
        source=Source.of(path),
    )


def _bytes(path: Path) -> bytes:
    content = path.read_bytes()
    if path.suffix.lower() != ".dsjc" or not content:
        return content
    stream = zlib.decompressobj()
    try:
        text = stream.decompress(content, LARGEST)
    except zlib.error:
        text = b""
    if stream.unconsumed_tail:
        stop(path, "FILE-FORMAT", f"The file holds more than {LARGEST >> 20} MB when unpacked.", "Export it as NDJSON.")
    if not stream.eof:
        stop(path, "FILE-FORMAT", "This is no zlib stream, or the file was cut.", "Get the file again from its source.")
    return text


def _content(path: Path, text: str) -> tuple[dict, object]:
    def no_number(word: str):
        stop(path, "FILE-FORMAT", f"The file has {word} as a number, which JSON does not know.", "Write it as null.")

    digits = Decimal if '"decimal"' in text else float  # a decimal keeps all of its digits
    decoder = json.JSONDecoder(parse_float=digits, parse_constant=no_number)
    try:
        if path.suffix.lower() in (".ndjson", ".dsjc"):
            content, *rows = [decoder.decode(line) for line in text.split("\n") if line.strip()]
        else:
            content = decoder.decode(text)
            rows = content.get("rows") if isinstance(content, dict) else None
    except json.JSONDecodeError as error:
        stop(
            path,
            "FILE-FORMAT",
            f"This is not JSON, or the file was cut: {error.msg} in line {error.lineno}.",
            line=error.lineno,
        )
    except RecursionError:
        stop(path, "FILE-FORMAT", "The file is not Dataset-JSON: it is a thousand levels deep.")
    if _HALF.search(text):
        _whole_characters(path, [content] if rows is None else [content, *rows] if isinstance(rows, list) else [rows])
    return (content if isinstance(content, dict) else {}), rows


def _whole_characters(path: Path, parts: list[object]) -> None:
    """A stop for half a character, which no text has: ``\\ud800`` without its other half."""
    for row, part in enumerate(parts):
        try:
            json.dumps(part, ensure_ascii=False, default=str).encode()
        except UnicodeEncodeError as error:
            half = error.object[error.start : error.start + 1]
            where = {"row": row} if row else {}
            stop(path, "FILE-FORMAT", f"A text holds {half!a}, which is half a character.", "Export it again.", **where)


def _is_place(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and number > 0


def _attributes(name: str, column: dict) -> Attributes:
    kind = column.get("dataType")
    number = kind in NUMBERS or column.get("targetDataType") == "integer"
    return Attributes(
        name,
        "Num" if number else "Char",
        column.get("label"),
        None if number else column.get("length"),
        column.get("displayFormat"),
        exact=kind in EXACT,
        unit=_unit(kind, column.get("displayFormat")) if number else "",
    )


def _unit(kind: object, format_: object) -> str:
    return str(kind) if kind in TIMES else unit_of_format(format_) if isinstance(format_, str) else ""


@dataclass(frozen=True)
class _Column:
    path: Path
    name: str
    stated: dict
    findings: Findings


def _column(column: _Column, values: list[object], kind: str | None) -> pd.Series:
    if kind == "Char":
        return pd.Series(
            ["" if v is None else shown(float(v) if isinstance(v, Decimal) else v) for v in values], dtype=TEXT
        )
    return series_of(*_numbers(column, values))


def _numbers(column: _Column, values: list[object]) -> tuple[np.ndarray, Beyond | None]:
    kind, bad, out = column.stated.get("dataType", ""), 0, []
    for row, value in enumerate(values, start=1):
        try:
            out.append(None if value is None else number_in(value, kind))
        except NotOfType as fault:
            bad += 1
            if bad <= _TOLD:
                column.findings.add(
                    "FILE-VALUE",
                    STOP,
                    f"The value {shown(value)!r} {fault}.",
                    "Correct the value, or the dataType of the column.",
                    file=str(column.path),
                    row=row,
                    column=column.name,
                    value=shown(value),
                )
    if bad > _TOLD:
        message = f"{bad - _TOLD} more values are not of the type {kind}."
        column.findings.add("FILE-VALUE", STOP, message, "Correct them.", file=str(column.path), column=column.name)
    if kind in EXACT:
        return exact_values(out)
    return np.array([np.nan if v is None else v for v in out], np.float64), None
