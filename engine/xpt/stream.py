# pyright: standard
"""SAS transport files, version 5: a reader of rows in parts, for files that should not stand in memory whole.

The same checks and values as `onespec.engine.xpt.reader`, part by part.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from onespec.engine.xpt.layout import NAMESTR, RECORD
from onespec.engine.xpt.reader import XptHeader, _check_kind, _File, _header, _numbers, _records, _texts

_MOST_HEADER = 8 * RECORD + 10_000 * NAMESTR.size  # a transport file has at most 9999 variables


def read_xpt_header(path: str | os.PathLike) -> tuple[XptHeader, int]:
    """The header, and the byte at which the rows begin; raises as `read_xpt` does."""
    file = _File(Path(path), np.fromfile(path, np.uint8, _MOST_HEADER))
    _check_kind(file)
    return _header(file)


def read_xpt_parts(path: str | os.PathLike, rows: int) -> Iterator[pd.DataFrame]:
    """The rows in order, about ``rows`` of them at a time; at least one part, which may be empty.

    Raises as `read_xpt` does, when it comes to the fault; row numbers in findings count from the part's first.
    """
    header, start = read_xpt_header(path)
    size = sum(v.length for v in header.variables)
    # A whole number of records each, so that what may be padding stands at the end of the last part only.
    step = max(rows // RECORD, 1) * RECORD * size
    total = os.path.getsize(path) - start
    for begin in range(0, max(total, 1), step):
        body = (
            np.fromfile(path, np.uint8, min(step, total - begin), offset=start + begin)
            if total
            else np.empty(0, np.uint8)
        )
        file = _File(Path(path), body)
        records = _records(file, 0, header.variables)
        if begin + step < total:
            records = body.view(records.dtype)
        yield pd.DataFrame(
            {
                v.name: _numbers(file, v, records[v.name]) if v.type == "Num" else _texts(file, v, records[v.name])
                for v in header.variables
            },
            index=pd.RangeIndex(len(records)),
        )


def read_xpt_more(path: str | os.PathLike) -> tuple[str, dict[str, str]]:
    """What PROC COMPARE looks at besides `XptHeader`: the dataset's type, and each variable's informat."""
    header, start = read_xpt_header(path)
    data = np.fromfile(path, np.uint8, start).tobytes()
    kind = data[6 * RECORD + 72 : 7 * RECORD].decode("latin-1").strip(" \0")
    informats = {}
    for variable, fields in zip(
        header.variables,
        NAMESTR.iter_unpack(data[8 * RECORD : 8 * RECORD + len(header.variables) * NAMESTR.size]),
        strict=True,
    ):
        name, width, decimals = fields[10].decode("latin-1").strip(" \0"), fields[11], fields[12]
        informats[variable.name] = f"{name}{width or ''}.{decimals or ''}" if name or width else ""
    return kind, informats
