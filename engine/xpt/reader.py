# pyright: standard
"""SAS transport files: a reader of whole columns, for one dataset a file.

Source: SAS technical note TS-140, as for the writer (`onespec.engine.xpt.writer`).
"""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import TYPE_CHECKING

from onespec.engine.frames import Frame
from onespec.engine.xpt.decode import NumberCells, TextCells, decoded
from onespec.engine.xpt.header import XptHeader, opened

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["XptHeader", "read_columns", "read_xpt"]


def read_xpt(path: str | os.PathLike, encoding: str = "utf-8") -> tuple[XptHeader, pd.DataFrame]:
    """The header and the rows as pandas has them; ``Char`` columns are ``str``, ``Num`` columns float64.

    Texts lose their trailing blanks, and a blank text is empty.  Missing numbers are NaN, special
    ones as `onespec.engine.xpt.ibm.special_missing` makes them.  ``encoding`` is that of the texts.

    Raises `Stopped` with one finding that names the file: XPT-FILE (not a transport file,
    or a damaged header), XPT-TRUNCATED, XPT-MEMBERS (several datasets), XPT-ENCODING,
    XPT-NUMBER.  Raises OSError where the file cannot be opened.
    """
    file, header, start = opened(path, encoding)
    return header, frame_of(*decoded(file, header.variables, start))


def read_columns(
    path: str | os.PathLike, names: Collection[str] | None = None, encoding: str = "utf-8"
) -> tuple[XptHeader, Frame]:
    """The header and the rows as columns of the engine: the variables of some names that the file has, else all.

    Values and faults are those of `read_xpt`; the values of other variables are not looked at.
    """
    file, header, start = opened(path, encoding)
    rows, cells = decoded(file, header.variables, start, names=names)
    return header, Frame({name: each.column() for name, each in cells.items()}, rows, header.name)


def frame_of(rows: int, cells: dict[str, TextCells | NumberCells]) -> pd.DataFrame:
    """Decoded cells as pandas has them."""
    import pandas as pd

    from onespec.engine.series import TEXT

    columns = {
        name: each.values if isinstance(each, NumberCells) else pd.arrays.ArrowStringArray(each.arrow(), dtype=TEXT)  # pyright: ignore[reportCallIssue]  stubs lack dtype
        for name, each in cells.items()
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(rows), copy=False)
