"""SAS datasets (sas7bdat), read with pyreadstat in parts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat

from onespec.engine.xpt.formats import unit_of_format
from onespec.engine.xpt.ibm import SPECIAL, special_missing
from onespec.qc.formats.faults import names, stop
from onespec.qc.tables import Attributes, Source, Table, plain


def read(path: Path, encoding: str = "") -> Table:
    """The file's table; ``encoding`` where the file states none, or a wrong one."""
    options = {"encoding": encoding} if encoding else {}
    if not path.stat().st_size:
        stop(path, "FILE-EMPTY", "The file is empty.")
    meta = _read(path, metadataonly=True, **options)[1]
    found = names(path, meta.column_names)
    attributes = {
        n: Attributes(
            n,
            "Char" if meta.readstat_variable_types[o] == "string" else "Num",
            meta.column_names_to_labels[o] or "",
            meta.variable_storage_width[o],
            _format(meta.original_variable_types[o]),
            unit=unit_of_format(meta.original_variable_types[o] or ""),
        )
        for n, o in zip(found, meta.column_names, strict=True)
    }
    return Table(
        (meta.table_name or path.stem).upper(),
        attributes,
        lambda rows: _parts(path, attributes, meta.number_rows, rows, options),
        meta.file_label or "",
        rows=meta.number_rows,
        source=Source.of(path),
    )


def _format(given: str) -> str:
    """ReadStat writes NULL, or BEST and a bare $, where the file states no format."""
    return "" if given in ("NULL", "$", "BEST", None) else given


def _parts(
    path: Path, attributes: dict[str, Attributes], total: int, rows: int, options: dict[str, str]
) -> Iterator[pd.DataFrame]:
    for start in range(0, max(total, 1), rows):
        frame, _ = _read(
            path,
            row_offset=start,
            row_limit=min(rows, max(total - start, 1)),
            disable_datetime_conversion=True,
            user_missing=True,
            **options,
        )
        frame.columns = found = list(attributes)
        yield plain(
            pd.DataFrame(
                {
                    n: _numbers(frame[n]) if attributes[n].type == "Num" else frame[n].fillna("").astype("str")
                    for n in found
                }
            )
        )


def _numbers(column: pd.Series) -> pd.Series:
    """Special missing values come as letters among the numbers."""
    if column.dtype.kind in "fiu":
        return column.astype(np.float64)
    return pd.Series(
        [
            special_missing(v)
            if isinstance(v, str) and v in SPECIAL
            else np.nan
            if v is None or isinstance(v, str)
            else float(v)
            for v in column
        ],
        dtype=np.float64,
    )


def _read(path: Path, **options: Any) -> tuple[pd.DataFrame, Any]:
    """The rows, and what pyreadstat tells of the file."""
    try:
        return pyreadstat.read_sas7bdat(path, **options)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
        stop(path, "FILE-FORMAT", f"The file is not a readable SAS dataset ({error}).")
