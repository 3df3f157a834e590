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
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from onespec.engine.findings import STOP, Findings, Stopped
from onespec.engine.limits import MAX_TEXT
from onespec.engine.xpt.ibm import BEYOND, SMALLEST, to_ibm, unrepresentable
from onespec.engine.xpt.layout import RECORD, XptVariable, check_variables, headers, not_ascii, short

__all__ = ["XptVariable", "check_variables", "write_xpt"]

SHOWN = 1000  # findings of one rule in one column; the rest of them are counted in one more
_CONTROL = pc.MatchSubstringOptions(r"[\x00-\x1f\x7f-\x{9f}]")
_BLOCK = 65536  # rows encoded at a time: the copies of them stay small, and in the cache


# parameters: what a transport file says, and its rows; each is named at the call
def write_xpt(
    path: str | os.PathLike,
    name: str,
    label: str,
    variables: Sequence[XptVariable],
    chunks: Iterable[pd.DataFrame],
    *,
    created: datetime.datetime,
    ascii_only: bool = True,
) -> int:
    """Write one dataset, chunk by chunk; the same arguments give the same bytes.

    path        replaced once the file is complete; stays as it was after any failure
    name        of the dataset, with the letters of a variable's; ``label`` at most 40 bytes
    chunks      frames whose columns are the variables, in any order.  ``Char``: dtype ``str`` or
                object, of text; a null is blank.  ``Num``: float64; NaN is the missing value,
                the NaN of `onespec.engine.xpt.ibm.special_missing` a special one.
    created     the time stamp; a time zone is not written, and of the year two digits are
    ascii_only  whether any other character is a finding; if not, texts are written in UTF-8
    returns     the number of rows written

    Raises `Stopped` with all findings, which name rows counted from 1 over all chunks.  Rules:
    those of `check_variables`, XPT-COLUMNS, XPT-DTYPE, XPT-LENGTH (text over the declared
    length), XPT-200 (text over 200 bytes), XPT-ASCII, XPT-CONTROL, XPT-RANGE (a number that is
    infinite, too large or too small for an IBM double), XPT-BLANK.
    """
    path, variables = Path(path), list(variables)
    report = _Report(name, check_variables(name, label, variables, ascii_only=ascii_only))
    rows = blank = 0
    with _replacing(path) as file:
        if not report.findings:
            file.write(headers(name, label, variables, created))
        for frame in _blocks(chunks):
            records = _encode(frame, variables, report, rows, ascii_only)
            rows += len(frame)
            if records is not None:
                file.write(records.data)
                blank = _blank_tail(records, blank)
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


def _blocks(chunks: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    for frame in chunks:
        for start in range(0, max(len(frame), 1), _BLOCK):
            yield frame.iloc[start : start + _BLOCK]


def _blank_tail(records: np.ndarray, before: int) -> int:
    """How many rows at the end are blank, where ``before`` of them precede these records."""
    if (records[-1] != 0x20).any():
        return 0
    filled = np.flatnonzero((records != 0x20).any(axis=1))
    return len(records) - 1 - int(filled[-1]) if len(filled) else before + len(records)


@dataclass
class _Report:
    """The findings on one dataset; ``before``: rows ahead of the block that is being encoded."""

    dataset: str
    findings: Findings
    before: int = 0
    counts: Counter = field(default_factory=Counter)

    def add(self, rule: str, column: str, row: int | None, value: str, message: str, fix: str) -> None:
        self.findings.add(rule, STOP, message, fix, dataset=self.dataset, column=column, row=row, value=value)

    def column(self, rule: str, column: str, message: str, fix: str) -> None:
        """A fault of a whole column: told at the first block that has it."""
        if not any(f.rule == rule and f.column == column for f in self.findings):
            self.add(rule, column, self.before + 1, "", message, fix)

    def rows(
        self,
        rule: str,
        column: str,
        bad: np.ndarray,
        value: Callable[[int], object],
        message: Callable[..., str],
        fix: str,
    ) -> None:
        """A fault of single values: ``bad`` marks their rows, ``value(row)`` gives them."""
        rows = np.flatnonzero(bad).tolist()
        room = max(SHOWN - self.counts[rule, column], 0)
        self.counts[rule, column] += len(rows)
        for row in rows[:room]:
            found = value(row)
            self.add(rule, column, self.before + row + 1, str(found), message(found), fix)

    def close(self) -> None:
        """Raise `Stopped` when there is any finding."""
        for (rule, column), count in self.counts.items():
            if count > SHOWN:
                self.add(rule, column, None, "", f"{count - SHOWN} more rows have this fault.", "")
        if self.findings:
            raise Stopped(self.findings)


# Rows to bytes ----------------------------------------------------------------------------


def _encode(
    frame: pd.DataFrame, variables: Sequence[XptVariable], report: _Report, before: int, ascii_only: bool
) -> np.ndarray | None:
    """The rows as bytes, shape (rows, bytes a row); None without rows, or with any finding."""
    report.before = before
    present = _present(frame, variables, report)
    columns = []
    for variable in present if len(frame) else ():
        if variable.type == "Num":
            columns.append(_numbers(frame[variable.name], variable, report))
        else:
            columns.append(_texts(frame[variable.name], variable, report, ascii_only))
    if report.findings or not len(frame):
        return None
    # Each value is one item of numpy, so that it is copied to its row in one step.
    kinds = [">u8" if v.type == "Num" else f"V{v.length}" for v in variables]
    records = np.empty(len(frame), dtype=[(f"f{i}", kind) for i, kind in enumerate(kinds)])
    for i, column in enumerate(columns):
        records[f"f{i}"] = column
    return records.view(np.uint8).reshape(len(frame), records.itemsize)


def _present(frame: pd.DataFrame, variables: Sequence[XptVariable], report: _Report) -> list[XptVariable]:
    """The variables that can be looked at: of a known type, and one column of the right dtype."""
    given = Counter(frame.columns)
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
    return [v for v in declared.values() if given[v.name] == 1 and _right_dtype(frame, v, report)]


def _right_dtype(frame: pd.DataFrame, variable: XptVariable, report: _Report) -> bool:
    dtype = frame[variable.name].dtype
    text = isinstance(dtype, pd.StringDtype) or pd.api.types.is_object_dtype(dtype)
    if variable.type not in ("Char", "Num"):
        return False
    # A column without rows has no values from which its dtype could have come.
    if not (text if variable.type == "Char" else dtype == np.float64) and len(frame):
        report.column(
            "XPT-DTYPE",
            variable.name,
            f"The column of the {variable.type} variable has dtype {dtype}.",
            "Make it str." if variable.type == "Char" else "Make it float64.",
        )
        return False
    return True


def _numbers(column: pd.Series, variable: XptVariable, report: _Report) -> np.ndarray:
    """IBM words, shape (rows,)."""
    values = np.ascontiguousarray(column.to_numpy(np.float64))
    bad = unrepresentable(values)
    if bad.any():
        report.rows(
            "XPT-RANGE",
            variable.name,
            bad,
            lambda row: float(values[row]),
            lambda value: (
                f"The number {value!r} cannot be written: a transport file "
                f"holds 0 and sizes of {SMALLEST:.2g} to {BEYOND:.2g}."
            ),
            "Correct it, or leave it missing.",
        )
    return to_ibm(values)


def _texts(column: pd.Series, variable: XptVariable, report: _Report, ascii_only: bool) -> np.ndarray | None:
    """Texts filled with blanks to the declared length, shape (rows,); None with any finding."""
    texts = _arrow(column, variable, report)
    if texts is None:
        return None
    length = variable.length if 1 <= variable.length <= MAX_TEXT else MAX_TEXT
    filled = _filled(texts, length)
    if len(filled) != len(texts) * length or filled.min() < 0x20 or filled.max() >= 0x7F:
        texts = pc.call_function("ascii_rtrim", [texts], pc.TrimOptions(" "))
        _check_texts(texts, variable.name, length, report, ascii_only)
        filled = _filled(texts, length)
    return None if report.findings else filled.view(f"V{length}")


def _filled(texts: pa.Array, length: int) -> np.ndarray:
    """The bytes of all texts, each filled with blanks to ``length``; longer texts stay as they are."""
    # ascii_rpad counts bytes, whatever they are.
    return _bytes(pc.call_function("ascii_rpad", [texts], pc.PadOptions(length, " ")))


def _arrow(column: pd.Series, variable: XptVariable, report: _Report) -> pa.Array | None:
    """The texts as one Arrow array of type large_string without nulls."""
    if column.dtype == object and pd.api.types.infer_dtype(column) not in ("string", "empty"):
        bad = np.array([not isinstance(v, str) for v in column]) & column.notna().to_numpy()
        report.rows(
            "XPT-DTYPE",
            variable.name,
            bad,
            column.iloc.__getitem__,
            lambda value: f"The value {value!r} is {type(value).__name__}, not text.",
            "Make it a text.",
        )
        if bad.any():
            return None
    try:
        texts = pa.array(column, type=pa.large_string(), from_pandas=True)
    except UnicodeEncodeError:
        bad = np.array([isinstance(v, str) and not _encodable(v) for v in column])
        report.rows(
            "XPT-CONTROL",
            variable.name,
            bad,
            lambda row: ascii(column.iloc[row]),
            lambda value: f"The text {value} has half of a character.",
            "Read the source in its own encoding.",
        )
        return None
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    return pc.fill_null(texts, "") if texts.null_count else texts


def _encodable(text: str) -> bool:
    return not any("\ud800" <= c <= "\udfff" for c in text)


def _bytes(texts: pa.Array) -> np.ndarray:
    """The bytes of all texts, one after another: uint8, shape (total bytes,)."""
    ends = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return np.frombuffer(texts.buffers()[2], np.uint8, ends[-1])[ends[0] :]


def _check_texts(texts: pa.Array, name: str, length: int, report: _Report, ascii_only: bool) -> None:
    """Findings on single texts, whose trailing blanks are already gone."""
    sizes = pc.call_function("binary_length", [texts]).to_numpy()

    def told(rule: str, bad: np.ndarray, message: Callable[[str], str], fix: str) -> None:
        report.rows(rule, name, bad, lambda row: texts[row].as_py(), message, fix)

    def too_long(text: str) -> str:
        return f"The text {short(text)} has {len(text.encode())} bytes"

    told(
        "XPT-200",
        sizes > MAX_TEXT,
        lambda text: f"{too_long(text)}; a transport file holds {MAX_TEXT}.",
        "Split it over several variables or supplemental qualifiers.",
    )
    told(
        "XPT-LENGTH",
        (sizes > length) & (sizes <= MAX_TEXT),
        lambda text: f"{too_long(text)}; the declared length is {length}.",
        "Declare the longest text's length.",
    )
    if ascii_only:
        told(
            "XPT-ASCII",
            ~pc.call_function("string_is_ascii", [texts]).to_numpy(zero_copy_only=False),
            lambda text: f"The text {not_ascii(text)}.",
            "Write it in ASCII, or translate it.",
        )
    told(
        "XPT-CONTROL",
        pc.call_function("match_substring_regex", [texts], _CONTROL).to_numpy(zero_copy_only=False),
        lambda text: f"The text {short(text)} has a control character.",
        "Take it out.",
    )
