# pyright: standard
"""SAS transport files: a reader of rows in parts, for files that should not stand in memory whole.

The same checks and values as `onespec.engine.xpt.reader`, part by part.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from onespec.engine.xpt.decode import NumberCells, TextCells, decoded, rows_to_the_end
from onespec.engine.xpt.header import XptHeader, opened
from onespec.engine.xpt.layout import NAMESTR, RECORD
from onespec.engine.xpt.reader import frame_of

if TYPE_CHECKING:
    import pandas as pd


def read_xpt_header(path: str | os.PathLike, encoding: str = "utf-8") -> tuple[XptHeader, int]:
    """The header, and the byte at which the rows begin; raises as `read_xpt` does."""
    _, header, start = opened(path, encoding)
    return header, start


def count_rows(path: str | os.PathLike, encoding: str = "utf-8") -> int:
    """How many rows a file has, none of which is read; raises as `read_xpt` does."""
    file, header, start = opened(path, encoding)
    size, text = sum(v.length for v in header.variables), any(v.type == "Char" for v in header.variables)
    rows, cut = rows_to_the_end(file, start, size, text)
    if cut:
        file.truncated(f"The file ends within row {rows + 1}.", row=rows + 1)
    return rows


def read_xpt_parts(path: str | os.PathLike, rows: int, encoding: str = "utf-8") -> Iterator[pd.DataFrame]:
    """The rows in order, about ``rows`` of them at a time; at least one part, which may be empty.

    Raises as `read_xpt` does, when it comes to the fault.
    """
    for count, cells in read_xpt_cells(path, rows, encoding):
        yield frame_of(count, cells)


def read_xpt_cells(
    path: str | os.PathLike, rows: int, encoding: str = "utf-8"
) -> Iterator[tuple[int, dict[str, TextCells | NumberCells]]]:
    """The same as the number of rows of each part and the cells of its variables, for those who do without pandas."""
    file, header, start = opened(path, encoding)
    # A whole number of records each, so that what may be padding stands at the end of the last part only.
    size = sum(v.length for v in header.variables)
    step = max(rows // RECORD, 1) * RECORD * size
    for begin in range(start, max(file.size, start + 1), step):
        end = begin + step if begin + step < file.size else None
        yield decoded(replace(file, before=(begin - start) // size), header.variables, begin, end)


def read_xpt_more(path: str | os.PathLike, encoding: str = "utf-8") -> tuple[str, dict[str, str]]:
    """What PROC COMPARE looks at besides `XptHeader`: the dataset's type, and each variable's informat."""
    header, start = read_xpt_header(path, encoding)
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
