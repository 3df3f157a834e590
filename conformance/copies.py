"""Records from which others were made, and whether what was copied is the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from onespec.conformance.data import Data, Variable, known_in
from onespec.conformance.package import Table
from onespec.conformance.records import Records
from onespec.conformance.series import as_text, combinations, position_in
from onespec.engine.contract import Bundle


def differs(mine: pd.Series, other: pd.Series) -> np.ndarray:
    """Where two columns do not hold the same; numbers that differ in the last digit of a float are the same."""
    a, b = as_text(mine), as_text(other)
    apart = np.asarray(a != b)
    if mine.dtype.kind == other.dtype.kind == "f":
        apart = apart & ~np.isclose(mine.to_numpy(), other.to_numpy(), rtol=1e-12, atol=0)
    return apart


@dataclass(frozen=True)
class Source:
    """The records that name one variable of one dataset as their source.

    rows      their positions
    numbered  which of them name a record, and ``at`` its place in the frame of the dataset; -1 where there is none
    fault     what is wrong with the dataset or variable; "" when nothing is
    """

    name: str
    variable: str
    rows: np.ndarray
    frame: pd.DataFrame | Records
    numbered: np.ndarray
    at: np.ndarray
    fault: str = ""


@dataclass(frozen=True)
class Origin(Bundle):
    """The variables that say from which record of which dataset a record is; the last two may be missing."""

    domain: Variable
    variable: str = ""
    sequence: str = ""


def sources(data: Data, origin: Origin) -> Iterator[Source]:
    """By dataset and variable; a dataset without numbers of sequence has one record a subject."""
    codes, first = combinations([data[origin.domain], data.text(origin.variable)])
    for number, row in enumerate(first):
        name, of = str(data[origin.domain].iloc[row]), str(data.text(origin.variable).iloc[row])
        rows = np.flatnonzero(codes == number)
        if not name:
            continue
        table = data.table_of(name)
        fault = "there is no such dataset" if table is None else "the dataset has no such variable"
        if table is None or of and of not in table.frame and of not in _qualifiers(data, name):
            none = np.zeros(len(rows), bool)
            yield Source(name, of, rows, pd.DataFrame(), none, np.full(len(rows), -1), fault)
            continue
        numbered, at = _records(data, table, rows, origin.sequence)
        yield Source(name, of, rows, table.frame, numbered, at)


def _records(data: Data, table: Table, rows: np.ndarray, sequence: str) -> tuple[np.ndarray, np.ndarray]:
    subjects = data["USUBJID"].iloc[rows].reset_index(drop=True)
    numbers = (
        data[sequence].iloc[rows].reset_index(drop=True) if sequence in data else pd.Series(np.nan, subjects.index)
    )
    own = next((n for n in (f"{table.name}SEQ", "ASEQ") if n in table.frame), "")
    numbered = numbers.notna().to_numpy()
    if "USUBJID" not in table.frame:
        return numbered, np.full(len(rows), -1)
    if own:
        return numbered, known_in([subjects, numbers], [table.frame["USUBJID"], table.frame[own]])
    return numbered, position_in(subjects, table.frame["USUBJID"])


def _qualifiers(data: Data, name: str) -> set[str]:
    return data.anywhere(f"SUPP{name}", "QNAM")
