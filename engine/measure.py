"""Measures: what only all parts together know - lengths, decimals, values in use.

Each part measures itself; measures add up (`Measure.merge`), so memory stays that of a part.
The transport files and define.xml take their lengths from the same object.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from onespec.engine.columns import TEXT, as_text, is_number
from onespec.engine.model import Dataset


@dataclass
class Measure:
    """Of one variable, or of one variable where other variables have certain values.

    length    longest value in bytes (UTF-8); 0 when all are blank (numbers: longest as text)
    shortest  shortest non-blank value in bytes; 0 when all are blank
    decimals  most decimals of a number
    integer   every number is whole
    numeric   every non-blank value is a number (of a character variable: reads as one)
    count     non-blank values
    values    distinct values, as text, kept for variables with a codelist
    steps     numbers of the record steps whose rows these are
    """

    length: int = 0
    shortest: int = 0
    decimals: int = 0
    integer: bool = True
    numeric: bool = True
    count: int = 0
    values: set[str] = field(default_factory=set)
    steps: set[int] = field(default_factory=set)

    def merge(self, other: Measure) -> None:
        self.length = max(self.length, other.length)
        self.shortest = min(filter(None, (self.shortest, other.shortest)), default=0)
        self.decimals = max(self.decimals, other.decimals)
        self.integer = self.integer and other.integer
        self.numeric = self.numeric and other.numeric
        self.count += other.count
        self.values |= other.values
        self.steps |= other.steps


@dataclass
class DatasetMeasure:
    """Of one dataset: rows, each variable, and each value-level group of a variable.

    ``value_level[variable][(value, ...)]`` follows the order of `Dataset.value_level[variable]`.
    """

    rows: int = 0
    variables: dict[str, Measure] = field(default_factory=dict)
    value_level: dict[str, dict[tuple[str, ...], Measure]] = field(default_factory=dict)

    def merge(self, other: DatasetMeasure) -> None:
        self.rows += other.rows
        for name, measure in other.variables.items():
            self.variables.setdefault(name, Measure()).merge(measure)
        for name, groups in other.value_level.items():
            mine = self.value_level.setdefault(name, {})
            for key, measure in groups.items():
                mine.setdefault(key, Measure()).merge(measure)


def measure(dataset: Dataset, frame: pd.DataFrame, step: np.ndarray) -> DatasetMeasure:
    """Measure one part of a dataset; ``step`` is the record step of each row."""
    out = DatasetMeasure(len(frame))
    for variable in dataset.columns:
        out.variables[variable.name] = measure_column(frame[variable.name], bool(variable.codelist), step)
    for name, by in dataset.value_level.items():
        groups = out.value_level[name] = {}
        if not len(frame):
            continue
        columns = [as_text(frame[b]) for b in by]
        for key, index in frame.groupby(columns, sort=True).indices.items():
            key = key if isinstance(key, tuple) else (key,)
            groups[key] = measure_column(frame[name].iloc[index], bool(dataset.variables[name].codelist), step[index])
    return out


def measure_column(column: pd.Series, keep_values: bool, step: np.ndarray) -> Measure:
    """The measure of one column."""
    shown = pd.Series(pd.unique(as_text(column)), dtype=TEXT)
    shown = shown[shown != ""]
    out = Measure(count=int((column.notna() if is_number(column) else column != "").sum()),
                  steps={int(s) for s in np.unique(step)})
    if keep_values:
        out.values = set(shown)
    if not len(shown):
        return out
    size = shown.str.len() if shown.str.isascii().all() else shown.map(lambda v: len(v.encode()))
    out.length, out.shortest = int(size.max()), int(size.min())
    numbers = shown.str.fullmatch(r"-?\d+(\.\d+)?")
    out.numeric = is_number(column) or bool(numbers.all())
    decimals = shown[numbers].str.extract(r"\.(\d+)$")[0].dropna().str.len()
    out.decimals = int(decimals.max()) if len(decimals) else 0
    out.integer = out.numeric and out.decimals == 0
    return out
