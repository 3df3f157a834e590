# pyright: standard
"""Columns of the engine as bytes of a transport file, checked: each different text once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from onespec.engine.arrow import numpy_of, texts_of
from onespec.engine.compute import pc
from onespec.engine.distinct import Distinct
from onespec.engine.encodings import ASCII, UTF_8, lacking, size_in
from onespec.engine.kinds import Number, Text
from onespec.engine.limits import CONTROL, MAX_TEXT
from onespec.engine.xpt.ibm import BEYOND, SMALLEST, to_ibm, unrepresentable
from onespec.engine.xpt.layout import XptVariable, not_ascii, not_in, short
from onespec.engine.xpt.report import Report

_TABLE = 1 << 18  # bytes of the values of several variables side by side: they stay in the cache


@dataclass(frozen=True)
class Words:
    """A number variable: IBM doubles, shape (rows,)."""

    words: np.ndarray

    @property
    def kind(self) -> str:
        return ">u8"

    def rows(self, start: int, stop: int) -> np.ndarray:
        return self.words[start:stop]


@dataclass(frozen=True)
class Cells:
    """A text variable, or several that follow one another: a code a row, and the bytes of each code."""

    codes: np.ndarray
    cells: np.ndarray

    @property
    def kind(self) -> np.dtype:
        return self.cells.dtype

    def rows(self, start: int, stop: int) -> np.ndarray:
        return self.cells.take(self.codes[start:stop])

    def beside(self, after: Cells) -> Cells:
        """Both as one, with the bytes of all their combinations."""
        both = np.empty((len(self.cells), len(after.cells)), [("before", self.kind), ("after", after.kind)])
        both["before"], both["after"] = self.cells[:, np.newaxis], after.cells
        codes = self.codes * np.int32(len(after.cells)) + after.codes
        return Cells(codes, both.reshape(-1).view(f"V{both.itemsize}"))


def side_by_side(columns: Sequence[Words | Cells | None], rows: int) -> list[Words | Cells]:
    """The same columns; texts that follow one another are one where they have few combinations for so many rows."""
    out: list[Words | Cells] = []
    for column in columns:
        last = out[-1] if out else None
        if isinstance(last, Cells) and isinstance(column, Cells):
            combinations = len(last.cells) * len(column.cells)
            size = last.kind.itemsize + column.kind.itemsize
            if combinations * 8 <= rows and combinations * size <= _TABLE:
                out[-1] = last.beside(column)
                continue
        if column is not None:
            out.append(column)
    return out


# Numbers ----------------------------------------------------------------------------------


def number_words(column: Number, variable: XptVariable, report: Report) -> Words:
    """IBM doubles."""
    values = np.ascontiguousarray(column.array, np.float64)
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
    return Words(to_ibm(values))


# Texts ------------------------------------------------------------------------------------


def text_cells(column: Text, variable: XptVariable, report: Report, encoding: str) -> Cells | None:
    """Texts filled with blanks to the declared length; None with any finding."""
    length = variable.length if 1 <= variable.length <= MAX_TEXT else MAX_TEXT
    distinct = column.distinct
    cells = distinct.once(("xpt", length), lambda: _plain_cells(distinct, length))
    if cells is None:
        codes, texts = _used(column)
        array = _arrow(texts, codes, variable, report)
        if array is None:
            return None
        array = pc.ascii_rtrim(array, characters=" ")
        _check_texts(array, codes, variable, report, encoding)
        column, cells = Text(codes, distinct), None
        if not report.findings:
            plain = encoding in (ASCII, UTF_8)
            cells = (_filled(array, length) if plain else _filled_in(encoding, array, length)).view(f"V{length}")
    return None if report.findings or cells is None else Cells(column.codes, cells)


def _plain_cells(distinct: Distinct, length: int) -> np.ndarray | None:
    """The bytes of all texts, where they are printable ASCII and of the length; None where one is not."""
    try:
        filled = _filled(distinct.arrow, length)
    except UnicodeEncodeError:
        return None
    if len(filled) != len(distinct) * length or filled.min() < 0x20 or filled.max() >= 0x7F:
        return None
    return filled.view(f"V{length}")


def _filled(texts: Any, length: int) -> np.ndarray:
    """The bytes of all texts, each filled with blanks to ``length``; longer texts stay as they are."""
    # ascii_rpad counts bytes, whatever they are.
    padded = pc.ascii_rpad(texts, width=length, padding=" ")
    ends = np.frombuffer(padded.buffers()[1], np.int64)[padded.offset : padded.offset + len(padded) + 1]
    return np.frombuffer(padded.buffers()[2], np.uint8, ends[-1])[ends[0] :]


def _filled_in(encoding: str, texts: Any, length: int) -> np.ndarray:
    """The same in an encoding of which Arrow knows nothing."""
    return np.frombuffer(b"".join(t.encode(encoding).ljust(length) for t in texts.to_pylist()), np.uint8)


def _used(column: Text) -> tuple[np.ndarray, list[str]]:
    """A code a row, and the text of each code: only those that stand in the column."""
    used = column.distinct.used(column.codes)
    new = np.zeros(len(column.distinct), np.int32)
    new[used] = np.arange(len(used))
    return new[column.codes], [column.distinct.texts[code] for code in used.tolist()]


def _arrow(texts: list[str], codes: np.ndarray, variable: XptVariable, report: Report) -> Any:
    """The texts as Arrow has them; None where one has half of a character."""
    try:
        return texts_of(texts)
    except UnicodeEncodeError:
        bad = np.array([any("\ud800" <= c <= "\udfff" for c in text) for text in texts])
        report.rows(
            "XPT-CONTROL",
            variable.name,
            bad[codes],
            lambda row: ascii(texts[codes[row]]),
            lambda value: f"The text {value} has half of a character.",
            "Read the source in its own encoding.",
        )
        return None


def _check_texts(texts: Any, codes: np.ndarray, variable: XptVariable, report: Report, encoding: str) -> None:
    """Findings on single texts, whose trailing blanks are already gone."""
    name, length = variable.name, variable.length if 1 <= variable.length <= MAX_TEXT else MAX_TEXT
    counted = UTF_8 if encoding == ASCII else encoding
    sizes = numpy_of(pc.binary_length(texts))
    if counted != UTF_8:
        sizes = np.array([size_in(counted, text) for text in texts.to_pylist()])

    def told(rule: str, bad: np.ndarray, message: Callable[[str], str], fix: str) -> None:
        if bad.any():
            report.rows(rule, name, bad[codes], lambda row: texts[int(codes[row])].as_py(), message, fix)

    def too_long(text: str) -> str:
        return f"The text {short(text)} has {size_in(counted, text)} bytes"

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
    if encoding not in (ASCII, UTF_8):
        told(
            "XPT-ENCODING",
            np.array([bool(lacking(encoding, text)) for text in texts.to_pylist()], bool),
            lambda text: f"The text {not_in(encoding, text)}.",
            "Write it otherwise, or in UTF-8.",
        )
    if encoding == ASCII:
        told(
            "XPT-ASCII",
            ~numpy_of(pc.string_is_ascii(texts)),
            lambda text: f"The text {not_ascii(text)}.",
            "Write it in ASCII, or translate it.",
        )
    told(
        "XPT-CONTROL",
        numpy_of(pc.match_substring_regex(texts, CONTROL)),
        lambda text: f"The text {short(text)} has a control character.",
        "Take it out.",
    )
