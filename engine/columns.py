"""Columns: the two types of value, and what operations are given and give back.

Character columns have pandas' ``str`` type and are blank as ``""``, never NA;
numbers are float64 and missing as NaN: the two types of a SAS dataset.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Annotated

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

TEXT = pd.StringDtype("pyarrow", na_value=np.nan)

# Annotations of operations' parameters (docs/spec-language.md, Operations).
Column = Annotated[pd.Series, "column"]        # aligned with the dataset's rows, index 0..n-1
Many = Annotated[pd.Series, "many"]            # all rows of another dataset, index = group number
Group = Annotated[pd.Series, "group"]          # group number of each own row (int64)
Subject = Annotated[pd.Series, "subject"]      # subject of each own row
PerGroup = Annotated[pd.Series, "per group"]   # result with unique index = group number
PerSubject = Annotated[pd.Series, "per subject"]  # values with unique index = subject
Table = Annotated[pd.DataFrame, "table"]       # a long table of the study, all text
Name = Annotated[str, "name"]                  # a column of the selection's source


def text(values: object, n: int | None = None) -> pd.Series:
    """A character column: a list or Series as ``str``, NA as blank; a constant when ``n`` is given."""
    if n is not None:
        return pd.Series(pd.arrays.ArrowStringArray(pa.repeat(pa.scalar(values, pa.large_string()), n), dtype=TEXT))
    column = pd.Series(values, dtype=TEXT)
    return column.fillna("") if column.hasnans else column


def number(values: object, n: int | None = None) -> pd.Series:
    """A number column: a list or Series as float64; a constant when ``n`` is given."""
    if n is not None:
        return pd.Series(np.full(n, float(values)))
    return pd.Series(values, dtype="float64")


def is_number(column: pd.Series) -> bool:
    return column.dtype.kind == "f"


def blank(column: pd.Series) -> pd.Series:
    """True where the value is blank (``""``) or missing (NaN)."""
    return column.isna() if is_number(column) else column == ""


def side_by_side(columns: dict[str, pd.Series], rows: np.ndarray | None = None) -> pd.DataFrame:
    """Columns of equal length as a frame with index 0..n-1, whatever their indexes; of ``rows`` only."""
    return pd.DataFrame({n: c.array if rows is None else c.array.take(rows) for n, c in columns.items()}, copy=False)


def blanks(n: int, like_number: bool = False) -> pd.Series:
    """A column of ``n`` blanks."""
    return number(np.nan, n) if like_number else text("", n)


def combinations(columns: Sequence[pd.Series]) -> tuple[np.ndarray, np.ndarray]:
    """The combinations of values that stand side by side in ``columns``: a code a row, and each code's first row.

    Codes count from 0 in order of appearance; missing equals missing.
    """
    codes = np.zeros(len(columns[0]), np.int64)
    for i, column in enumerate(columns):
        level, values = pd.factorize(column, use_na_sentinel=False)
        codes = pd.factorize(codes * len(values) + level)[0] if i else level
    first = np.empty(codes.max(initial=-1) + 1, np.intp)
    first[codes[::-1]] = np.arange(len(codes))[::-1]   # of a repeated index numpy keeps the last
    return codes, first


def on_unique(function: Callable[..., object], *columns: pd.Series) -> pd.Series:
    """``function`` of each value (of the values side by side), computed once a distinct one, in the order of the rows.

    Raw data repeat themselves: a million dates are a thousand distinct ones.
    The result is character when ``function`` gives texts, number otherwise (of an empty column: what it gives for a blank).
    """
    codes, first = combinations(columns)
    results = [function(*values) for values in zip(*(c.take(first).to_numpy(object) for c in columns))]
    texts = any(isinstance(r, str) for r in results or [function(*[""] * len(columns))])
    return (text(results) if texts else number(results)).take(codes).set_axis(columns[0].index)


def by_combination(function: Callable[..., pd.Series], *columns: pd.Series) -> pd.Series:
    """``function`` of whole columns, given each combination of their values once.

    Only for a function that looks at each row by itself.
    """
    codes, first = combinations(columns)
    result = function(*(c.take(first).reset_index(drop=True) for c in columns))
    return result.take(codes).set_axis(columns[0].index)


def position_in(values: pd.Series, register: pd.Series) -> np.ndarray:
    """Where each text first stands in ``register``; -1 where it does not stand there."""
    found = pc.index_in(pa.array(values, pa.large_string()), value_set=pa.array(register, pa.large_string()))
    return pc.fill_null(found, -1).to_numpy().astype(np.intp)


def as_number(column: pd.Series) -> pd.Series:
    """A character column as numbers; what is not a number becomes missing (callers report it)."""
    if is_number(column):
        return column
    codes, values = pd.factorize(column, use_na_sentinel=False)
    values = pd.Series(values)
    return pd.to_numeric(values.where(values != "", None), errors="coerce").astype("float64").take(codes).set_axis(column.index)


def number_text(value: float) -> str:
    """A number as shortest exact text (``5``, ``0.25``); blank when it is missing."""
    return "" if np.isnan(value) else repr(int(value)) if value.is_integer() else np.format_float_positional(value, trim="-")


def as_text(column: pd.Series) -> pd.Series:
    """A number column as shortest exact text (``5``, ``0.25``); character columns as they are."""
    if not is_number(column):
        return column
    codes, texts = distinct_texts(column)
    return texts.take(codes).set_axis(column.index)


def distinct_texts(column: pd.Series) -> tuple[np.ndarray, pd.Series]:
    """A code a row, and the text of each code: every value of a column as text, looked at once; of a number column the last is blank (code -1)."""
    if not is_number(column):
        codes, values = pd.factorize(column)
        return codes, pd.Series(values)
    codes, values = pd.factorize(column.to_numpy(), use_na_sentinel=True)
    return codes, text([*map(number_text, values.tolist()), ""])


@dataclass
class Selection:
    """Rows of a form or dataset chosen by a record step.

    frame      the chosen rows, index 0..n-1: the columns that the step names, and ``SUBJECT``
    position   each chosen row's position in the source
    set        constants that a mapping with ``set:`` gives (texts)
    """

    name: str
    frame: pd.DataFrame
    position: np.ndarray
    set: dict[str, str] = field(default_factory=dict)

    @property
    def subject(self) -> pd.Series:
        return self.frame["SUBJECT"]


@dataclass
class Rows:
    """What a record operation gives: one entry a new record.

    subject    subject of each record (blank in study-level datasets)
    values     produced columns, index 0..n-1
    source     name of the form or dataset that the records stand on, with ``position`` in it
               (position is relative to the *selection* given to the operation)
    table      long table whose row ``table_position`` each record is linked to
    fields     produced column -> the raw field that each of its values was read from
    """

    subject: pd.Series
    values: pd.DataFrame = field(default_factory=pd.DataFrame)
    source: str = ""
    position: np.ndarray | None = None
    table: str = ""
    table_position: np.ndarray | None = None
    fields: dict[str, pd.Series] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.subject)


@dataclass(frozen=True)
class Reason:
    """One line of an operation's own account of a record: what it considered, and what became of it.

    source, position   the row of a form or dataset that the line tells of (``Selection.position``), and the column that counts
    decides            the record is what it is because of this row
    """

    text: str
    source: str = ""
    position: int = -1
    column: str = ""
    decides: bool = False


class Report:
    """Given to operations to report values that they cannot use.

    ``rows`` is a mask or a list of positions of the operation's own rows.
    The engine adds dataset, subject and the raw rows behind them.
    A record operation may name the ``column`` of its source at fault: then that cell is refused, not the row.
    """

    def __init__(self) -> None:
        self.entries: list[tuple[str, str, str, str, np.ndarray, pd.Series | None]] = []
        self.columns: dict[int, str] = {}    # number of an entry -> the column that it names

    def query(self, rule: str, message: str, fix: str, rows: object, values: pd.Series | None = None, column: str = "") -> None:
        self._add("query", rule, message, fix, rows, values, column)

    def stop(self, rule: str, message: str, fix: str, rows: object, values: pd.Series | None = None) -> None:
        self._add("stop", rule, message, fix, rows, values)

    def _add(self, level: str, rule: str, message: str, fix: str, rows: object, values: pd.Series | None, column: str = "") -> None:
        rows = np.asarray(rows)
        rows = np.flatnonzero(rows) if rows.dtype == bool else rows.astype(np.intp)
        if len(rows):
            self.entries.append((level, rule, message, fix, rows, values))
            if column:
                self.columns[len(self.entries) - 1] = column
