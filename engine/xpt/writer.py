# pyright: standard
"""SAS transport files, version 5: the writer.  One file holds one dataset.

After the headers (`onespec.engine.xpt.layout`) the observations follow one another without a
gap, each a fixed number of bytes, padded with blanks to a whole 80-byte record at the end.

Source: SAS technical note TS-140, "Record Layout of a SAS Version 5 or 6 Data Set in SAS
Transport (XPORT) Format".

What the format cannot say
- Trailing blanks: a text is filled with blanks to the declared length, so that ``"A"`` and
  ``"A "`` are one value, and so are a blank and a missing text.
- The sign of zero: zero is written without one.
- The number of observations: readers count bytes.  A blank observation of fewer than 80 bytes at
  the end looks like the padding, and ReadStat (haven, pyreadstat) drops blank observations of
  any length there.  A dataset that ends in one is therefore refused (XPT-BLANK).  Blank
  observations before the last are written; ReadStat reads them, the Python package xport 2 does
  not.
"""

from __future__ import annotations

import datetime
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from onespec.engine.encodings import ASCII
from onespec.engine.frames import Frame
from onespec.engine.kinds import Number, Text
from onespec.engine.xpt.encode import Cells, Words, number_words, side_by_side, text_cells
from onespec.engine.xpt.given import Given
from onespec.engine.xpt.layout import RECORD, XptVariable, check_variables, headers
from onespec.engine.xpt.report import Report

if TYPE_CHECKING:
    import pandas as pd

    from onespec.engine.xpt.dataframe import GivenDataFrame

__all__ = ["XptVariable", "check_variables", "write_xpt"]

_BLOCK = 65536  # rows checked and encoded at a time
_BUFFER = 3 << 19  # bytes of records put together at a time: they stay in the cache


# parameters: what a transport file says, and its rows; each is named at the call
def write_xpt(
    path: str | os.PathLike,
    name: str,
    label: str,
    variables: Sequence[XptVariable],
    chunks: Iterable[Frame | pd.DataFrame],
    *,
    created: datetime.datetime,
    encoding: str = ASCII,
) -> int:
    """Write one dataset, chunk by chunk; the same arguments give the same bytes.

    path        replaced once the file is complete; stays as it was after any failure
    name        of the dataset, with the letters of a variable's; ``label`` at most 40 bytes
    chunks      frames whose columns are the variables, in any order.  ``Char``: texts; of a DataFrame dtype
                ``str`` or object, a null is blank.  ``Num``: float64; NaN is the missing value,
                the NaN of `onespec.engine.xpt.ibm.special_missing` a special one.
    created     the time stamp; a time zone is not written, and of the year two digits are
    encoding    of labels and texts: ascii, utf-8, gb18030, euc-cn or another; a character that it lacks is a finding
    returns     the number of rows written

    Raises `Stopped` with all findings, which name rows counted from 1 over all chunks.  Rules:
    those of `check_variables`, XPT-COLUMNS, XPT-DTYPE, XPT-LENGTH (text over the declared
    length), XPT-200 (text over 200 bytes), XPT-ASCII, XPT-ENCODING, XPT-CONTROL, XPT-RANGE (a number that is
    infinite, too large or too small for an IBM double), XPT-BLANK.
    """
    path, variables = Path(path), list(variables)
    report = Report(name, check_variables(name, label, variables, encoding=encoding))
    blank = 0
    with _replacing(path) as file:
        if not report.findings:
            file.write(headers(name, label, variables, created, encoding))
        for block in _blocks(chunks):
            columns = _encoded(block, variables, report, encoding)
            report.before += len(block)
            for records in _records(columns, len(block)):
                file.write(records.data)
                blank = _blank_tail(records, blank)
            del block, columns  # the next ones need the room
        rows = report.before
        file.write(b" " * (-rows * sum(v.length for v in variables) % RECORD))
        if blank and not report.findings:
            report.add(
                "XPT-BLANK",
                "",
                rows - blank + 1,
                "",
                f"This row and all after it ({blank} in all) hold no value: readers take "
                "them for the padding at the end of the file.",
                "Leave them out.",
            )
        report.close()
    return rows


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A file beside ``path`` that takes its place when the body succeeds, and goes when not."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(part, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _blocks(chunks: Iterable[Frame | pd.DataFrame]) -> Iterator[Given | GivenDataFrame]:
    for chunk in chunks:
        given = Given(chunk) if isinstance(chunk, Frame) else _of_pandas(chunk)
        del chunk
        for start in range(0, max(len(given), 1), _BLOCK):
            yield given.part(start, start + _BLOCK)
        del given  # the next one needs the room


def _of_pandas(frame: pd.DataFrame) -> GivenDataFrame:
    from onespec.engine.xpt.dataframe import GivenDataFrame  # pandas only comes with the first of its frames

    return GivenDataFrame(frame)


def _blank_tail(records: np.ndarray, before: int) -> int:
    """How many rows at the end are blank, where ``before`` of them precede these records."""
    if (records[-1] != 0x20).any():
        return 0
    filled = np.flatnonzero((records != 0x20).any(axis=1))
    return len(records) - 1 - int(filled[-1]) if len(filled) else before + len(records)


# Rows to bytes ----------------------------------------------------------------------------


def _encoded(
    block: Given | GivenDataFrame, variables: Sequence[XptVariable], report: Report, encoding: str
) -> list[Words | Cells]:
    """The variables as bytes; none without rows, or with any finding."""
    columns = []
    present = _present(block, variables, report)
    for variable in present if len(block) else ():
        column = block.column(variable, report)
        if isinstance(column, Number):
            columns.append(number_words(column, variable, report))
        elif isinstance(column, Text):
            columns.append(text_cells(column, variable, report, encoding))
    return [] if report.findings else side_by_side(columns, len(block))


def _records(columns: Sequence[Words | Cells], rows: int) -> Iterator[np.ndarray]:
    """The records as bytes, shape (some of the rows, bytes a record); the next ones take the place of these."""
    if not columns:
        return
    # Each value is one item of numpy, so that it is copied to its row in one step.
    kind = np.dtype([(f"f{i}", column.kind) for i, column in enumerate(columns)])
    step = max(_BUFFER // kind.itemsize, 1000)
    buffer = np.empty(min(step, rows), kind)
    for start in range(0, rows, step):
        stop = min(start + step, rows)
        records = buffer[: stop - start]
        for i, column in enumerate(columns):
            records[f"f{i}"] = column.rows(start, stop)
        yield records.view(np.uint8).reshape(len(records), kind.itemsize)


def _present(block: Given | GivenDataFrame, variables: Sequence[XptVariable], report: Report) -> list[XptVariable]:
    """The variables that can be looked at: of a known type, and one column of the right dtype."""
    given = Counter(block.names())
    declared = {v.name: v for v in variables}
    for name, count in given.items():
        if name not in declared:
            report.column(
                "XPT-COLUMNS", str(name), "The rows have a column that is not declared.", "Declare it, or drop it."
            )
        elif count > 1:
            report.column("XPT-COLUMNS", name, f"The rows have {count} columns of this name.", "Keep one of them.")
    for name in declared:
        if name not in given:
            report.column("XPT-COLUMNS", name, "The rows have no such column.", "Add it, or take its declaration out.")
    return [v for v in declared.values() if given[v.name] == 1 and _right_type(block, v, report)]


def _right_type(block: Given | GivenDataFrame, variable: XptVariable, report: Report) -> bool:
    if variable.type not in ("Char", "Num"):
        return False
    kind, dtype = block.type_of(variable.name)
    # A column without rows has no values from which its dtype could have come.
    if kind != variable.type and len(block):
        report.column(
            "XPT-DTYPE",
            variable.name,
            f"The column of the {variable.type} variable has dtype {dtype}.",
            "Make it str." if variable.type == "Char" else "Make it float64.",
        )
        return False
    return True
