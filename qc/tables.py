"""What is compared: rows, and what a file states of its variables.

Values have the program's two types: texts are ``str`` with blank ``""``, numbers float64 with NaN for
missing; a special missing value .A-.Z is the NaN of `onespec.engine.xpt.ibm.special_missing`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd

from onespec.engine.series import TEXT
from onespec.engine.xpt.ibm import SPECIAL, special_missing
from onespec.qc import exact
from onespec.qc.cells import Block, Cells, cells_of

EPOCH = pd.Timestamp("1960-01-01")  # day 0 of SAS
_SPECIAL = re.compile(r"\.[_A-Z]?")


@dataclass(frozen=True)
class Attributes:
    """What a file states of one variable; None where it states nothing.

    type     ``Char`` or ``Num``
    length   bytes
    exact    whether its numbers are whole or decimal ones of any size, not doubles
    unit     of a number that says when: ``date`` (days), ``datetime`` (seconds) or ``time``, as its type or format is
    """

    name: str
    type: str | None = None
    label: str | None = None
    length: int | None = None
    format: str | None = None
    informat: str | None = None
    exact: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Source:
    """Where a table comes from: the name as it was given, and what proves which bytes were read."""

    name: str
    size: int = 0
    sha256: str = ""

    @staticmethod
    def of(path: Path) -> Source:
        with path.open("rb") as file:
            return Source(str(path), path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


@dataclass(frozen=True)
class Table:
    """One dataset: statements about it, and its rows in parts.

    name, label, kind   of the dataset (kind is SAS's dataset type); None where the file states none
    attributes          by upper-case name, in the file's order
    parts               given a number of rows, frames of about so many: columns named and ordered as ``attributes``
    blocks              the same rows as `onespec.qc.cells` has them, where the format gives them at less cost
    rows                None where only reading tells
    keys                where the file itself says which variables identify a row
    """

    name: str
    attributes: dict[str, Attributes]
    parts: Callable[[int], Iterator[pd.DataFrame]]
    label: str | None = None
    kind: str | None = None
    rows: int | None = None
    keys: tuple[str, ...] = ()
    source: Source = field(default_factory=lambda: Source(""))
    blocks: Callable[[int], Iterator[Block]] | None = None

    def mapped(self, changes: dict[str, Callable[[Cells], Cells]]) -> Table:
        """The same table with other cells in some columns."""

        def changed(block: Block) -> Block:
            return Block({n: changes[n](c) if n in changes else c for n, c in block.columns.items()}, len(block))

        def changed_frame(frame: pd.DataFrame) -> pd.DataFrame:
            cells = {n: cells_of(frame[n]) for n in changes}
            new = {n: change(cells[n]) for n, change in changes.items()}
            return frame.assign(**{n: c.plain().series() for n, c in new.items() if c is not cells[n]})

        blocks = self.blocks
        return replace(
            self,
            parts=lambda rows: map(changed_frame, self.parts(rows)),
            blocks=(lambda rows: map(changed, blocks(rows))) if blocks else None,
        )

    def without(self, names: Sequence[str]) -> Table:
        """The same table without some variables."""
        if not names:
            return self
        kept, blocks = {n: a for n, a in self.attributes.items() if n not in names}, self.blocks

        def less(block: Block) -> Block:
            return Block({n: block[n] for n in kept}, len(block))

        return replace(
            self,
            attributes=kept,
            parts=lambda rows: (part[list(kept)] for part in self.parts(rows)),
            blocks=(lambda rows: map(less, blocks(rows))) if blocks else None,
        )

    def frame(self) -> pd.DataFrame:
        """All rows."""
        parts = list(self.parts(1 << 40))
        return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)


def from_frame(
    frame: pd.DataFrame, name: str = "", source: Source | None = None, *, stated: bool = True, label: str | None = None
) -> Table:
    """A table of a frame's rows; ``stated``: its types are its own, not guessed from text."""
    frame = plain(frame)
    attributes = {str(n): Attributes(str(n), _type(frame[n]) if stated else None) for n in frame}
    source = source or Source(name)
    return Table(name, attributes, lambda rows: pieces(frame, rows), label, rows=len(frame), source=source)


def pieces(frame: pd.DataFrame, rows: int) -> Iterator[pd.DataFrame]:
    for start in range(0, max(len(frame), 1), max(rows, 1)):
        yield frame.iloc[start : start + rows].reset_index(drop=True)


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with upper-case names and the two types of value.

    Spans become seconds, date-times SAS seconds whatever their time of day; dates SAS days; whatever else is no number
    is text.
    """
    return pd.DataFrame(
        {str(n).upper(): _plain(frame.iloc[:, i]) for i, n in enumerate(frame.columns)}, index=pd.RangeIndex(len(frame))
    )


def _plain(column: pd.Series) -> pd.Series:
    column = column.reset_index(drop=True)
    kind = getattr(column.dtype, "kind", "O")
    if isinstance(column.dtype, pd.StringDtype):
        column = column.astype(TEXT)
        return column.fillna("") if column.hasnans else column
    if isinstance(column.dtype, np.dtype) and kind == "f":
        return column.astype(np.float64)  # keeps special missing values
    if kind in "iu":
        return _whole(column)
    if kind in "fb":
        return pd.Series(column.to_numpy(np.float64, na_value=np.nan))
    if kind == "M":
        return _seconds(column)
    if kind == "m":
        return column.dt.total_seconds().astype(np.float64)
    return _mixed(column)


def _whole(column: pd.Series) -> pd.Series:
    missing = column.isna().to_numpy()
    values = column.to_numpy(object)
    doubles = column.to_numpy(np.float64, na_value=np.nan)
    if (np.abs(doubles[~missing]) < exact.WHOLE).all():
        return pd.Series(doubles)
    given = (None if m else Decimal(int(v)) for v, m in zip(values, missing.tolist(), strict=True))
    return exact.series_of(*exact.exact_values(given))


def _seconds(column: pd.Series) -> pd.Series:
    column = column.dt.tz_localize(None) if column.dt.tz is not None else column
    return (column - EPOCH).dt.total_seconds().astype(np.float64)


def _mixed(column: pd.Series) -> pd.Series:
    """Python objects: numbers when all are, texts otherwise."""
    kind = pd.api.types.infer_dtype(column, skipna=True)
    if kind in ("integer", "floating", "mixed-integer-float", "decimal", "boolean"):
        whole = [None if isinstance(v, float) or pd.isna(v) else Decimal(str(v + 0)) for v in column]
        doubles, more = exact.exact_values(whole)
        for i in np.flatnonzero([isinstance(v, float) for v in column]).tolist():
            doubles[i] = column[i]
        return exact.series_of(doubles, more)
    if kind == "date":
        return _seconds(pd.to_datetime(column)) / 86400
    if kind in ("datetime", "datetime64"):
        return _seconds(pd.to_datetime(column))
    return pd.Series(["" if v is None or v is pd.NaT or v != v else shown(v) for v in column], dtype=TEXT)


def _type(column: pd.Series) -> str:
    return "Num" if exact.is_number(column) else "Char"


def as_numbers(column: pd.Series) -> tuple[pd.Series, np.ndarray]:
    """A text column as numbers, ``.`` and ``.A`` to ``.Z`` as missing values; and which filled cells are none."""
    codes, different = pd.factorize(column)
    texts = different.tolist()
    values = [_number(t) for t in texts]
    numbers = np.array([np.nan if v is None else v for v in values], np.float64)
    bad = np.array([v is None for v in values], bool)
    return exact.series_of(numbers[codes], _beyond(codes, texts, numbers)), bad[codes]


def _beyond(codes: np.ndarray, texts: list[str], numbers: np.ndarray) -> exact.Beyond | None:
    """Of texts with more digits than a double has, the exact numbers, in the rows of their codes."""
    long = [i for i, t in enumerate(texts) if len(t) > 15 and np.isfinite(numbers[i])]
    if not long:
        return None
    _, more = exact.exact_values([Decimal(texts[i].strip()) for i in long])
    if more is None:
        return None
    place = np.full(len(numbers), -1)
    place[np.array(long)[more.at]] = np.arange(len(more.at))
    at = np.flatnonzero(place[codes] >= 0)
    return exact.beyond(at, more.values[place[codes[at]]])


def _number(text: str) -> float | None:
    text = text.strip()
    if not text:
        return np.nan
    if _SPECIAL.fullmatch(text):
        return special_missing(text[1]) if text[1:] in (*SPECIAL,) else np.nan
    try:
        value = float(text)
    except ValueError:
        return None
    return value if "_" not in text and text.isascii() and np.isfinite(value) else None


def shown(value: object) -> str:
    """A value as text: numbers in their shortest exact form."""
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e21 else repr(value)
    return str(value)
