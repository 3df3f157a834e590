"""CDISC Dataset-JSON 1.1 (one JSON object, or NDJSON: one line of metadata, then one line a row).

Source: CDISC Dataset-JSON Specification 1.1: ``columns`` with name, label, dataType, targetDataType,
length, displayFormat and keySequence; ``rows`` as arrays in the columns' order; null is missing.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd

from onespec.engine.series import TEXT
from onespec.qc.formats.faults import decode, names, stop
from onespec.qc.tables import EPOCH, Attributes, Source, Table, pieces, shown

_NUMBERS = ("integer", "float", "double", "decimal", "boolean")


def read(path: Path) -> Table:
    text = decode(path, path.read_bytes())
    if not text.strip():
        stop(path, "FILE-EMPTY", "The file is empty.")
    content, rows = _content(path, text)
    columns = content.get("columns")
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
    frame = pd.DataFrame(
        {
            n: _column([row[i] for row in rows], attributes[n].type, c)
            for i, (n, c) in enumerate(zip(found, columns, strict=True))
        }
    )
    keys = sorted((c["keySequence"], n) for n, c in zip(found, columns, strict=True) if c.get("keySequence"))
    return Table(
        str(content.get("name", path.stem)).upper(),
        attributes,
        lambda n: pieces(frame, n),
        content.get("label"),
        rows=len(frame),
        keys=tuple(n for _, n in keys),
        source=Source.of(path),
    )


def _content(path: Path, text: str) -> tuple[dict, object]:
    try:
        if path.suffix.lower() == ".ndjson":
            content, *rows = [json.loads(line) for line in text.splitlines() if line.strip()]
        else:
            content = json.loads(text)
            rows = content.get("rows") if isinstance(content, dict) else None
    except json.JSONDecodeError as error:
        stop(
            path,
            "FILE-FORMAT",
            f"This is not JSON, or the file was cut: {error.msg} in line {error.lineno}.",
            line=error.lineno,
        )
    return (content if isinstance(content, dict) else {}), rows


def _attributes(name: str, column: dict) -> Attributes:
    number = column.get("dataType") in _NUMBERS or column.get("targetDataType") == "integer"
    return Attributes(
        name,
        "Num" if number else "Char",
        column.get("label"),
        None if number else column.get("length"),
        column.get("displayFormat"),
    )


def _column(values: list[object], kind: str | None, column: dict) -> pd.Series:
    if kind == "Char":
        return pd.Series(["" if v is None else shown(v) for v in values], dtype=TEXT)
    if column.get("dataType") in ("date", "datetime", "time"):
        return _sas_time(pd.Series(values, dtype=object), column["dataType"])
    return pd.Series(pd.to_numeric(pd.Series(values, dtype=object)), dtype=np.float64)


def _sas_time(values: pd.Series, kind: str) -> pd.Series:
    """ISO 8601 texts of numeric dates as SAS days or seconds."""
    if kind == "time":
        return pd.to_timedelta(values).dt.total_seconds().astype(np.float64)
    span = pd.to_datetime(values, format="ISO8601") - EPOCH
    return (span.dt.days if kind == "date" else span.dt.total_seconds()).astype(np.float64)
