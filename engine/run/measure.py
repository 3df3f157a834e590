"""Measures: what only all parts together know - lengths, decimals, values in use.

Each part measures itself; measures add up (`Measure.merge`), so memory stays that of a part.
The transport files and define.xml take their lengths from the same object.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from onespec.engine.arrow import numpy_of, texts_of
from onespec.engine.column import Column
from onespec.engine.columns import as_text, combinations
from onespec.engine.compute import pc
from onespec.engine.distinct import BLANK
from onespec.engine.encodings import ASCII, UTF_8, lacking, size_in
from onespec.engine.frames import Frame
from onespec.engine.kinds import Text
from onespec.engine.limits import CONTROL
from onespec.engine.run.standing import Standings, merge_standings
from onespec.engine.spec.model import Dataset


@dataclass
class Measure:
    """Of one variable, or of one variable where other variables have certain values.

    length    longest value in bytes of the edition's encoding; 0 when all are blank (numbers: longest as text)
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

    ``value_level[variable][(value, ...)]`` follows the order of `Dataset.value_level[variable]`; ``texts`` are those
    that are coded by a dictionary.
    """

    rows: int = 0
    variables: dict[str, Measure] = field(default_factory=dict)
    value_level: dict[str, dict[tuple[str, ...], Measure]] = field(default_factory=dict)
    texts: Standings = field(default_factory=dict)

    def merge(self, other: DatasetMeasure) -> None:
        self.rows += other.rows
        merge_standings(self.texts, other.texts)
        for name, measure in other.variables.items():
            self.variables.setdefault(name, Measure()).merge(measure)
        for name, groups in other.value_level.items():
            mine = self.value_level.setdefault(name, {})
            for key, measure in groups.items():
                mine.setdefault(key, Measure()).merge(measure)


def measure(
    dataset: Dataset, frame: Frame, step: np.ndarray, looked_at: dict[str, Values] | None = None, encoding: str = ASCII
) -> DatasetMeasure:
    """Measure one part of a dataset.

    ``step`` is the record step of each row, ``looked_at`` its columns where they are at hand.
    """
    looked_at = looked_at or values_of(frame, encoding)
    out = DatasetMeasure(len(frame))
    steps = _different(step)
    for variable in dataset.columns:
        values = looked_at[variable.name]
        out.variables[variable.name] = values.measure(slice(None), bool(variable.codelist), steps)
        by = dataset.value_level.get(variable.name)
        if by is not None:
            out.value_level[variable.name] = {
                key: values.measure(rows, bool(variable.codelist), _different(step[rows]))
                for key, rows in _groups(frame, by)
            }
    return out


def _different(step: np.ndarray) -> set[int]:
    """The numbers that stand in it (``np.unique`` without more to do imports ``numpy.ma``)."""
    return set(np.bincount(step).nonzero()[0].tolist()) if len(step) else set()


def _groups(frame: Frame, by: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], np.ndarray]]:
    """Each combination of values of ``by`` in ascending order, and its rows."""
    columns = [as_text(frame[b]) for b in by]
    codes, first = combinations(columns)
    keys = list(zip(*(c.take(first).tolist() for c in columns), strict=True))
    rows = np.split(np.argsort(codes, kind="stable"), np.cumsum(np.bincount(codes, minlength=len(keys)))[:-1])
    return ((keys[i], rows[i]) for i in sorted(range(len(keys)), key=keys.__getitem__))


def values_of(frame: Frame, encoding: str = ASCII) -> dict[str, Values]:
    """The values of each column; the texts of all are measured at once, in the bytes of an encoding."""
    coded = {name: as_text(column) for name, column in frame.items()}
    new = list({id(c.distinct): c.distinct for c in coded.values() if not c.distinct.has(("sizes", encoding))}.values())
    found = _sizes([text for distinct in new for text in distinct.texts], encoding)
    ends = np.cumsum([len(distinct) for distinct in new])
    for distinct, *sizes in zip(new, *(np.split(each, ends)[:-1] for each in found), strict=True):
        distinct.once(("sizes", encoding), lambda sizes=sizes: sizes)
    return {name: Values(column, coded[name], encoding) for name, column in frame.items()}


class Values:
    """The distinct values of a column as text, and what is to know of each; ``foreign``: not of the encoding.

    Looked at once, however often it stands there.
    """

    def __init__(self, column: Column, coded: Text, encoding: str = ASCII):
        self.column, self.is_number = column, column.is_number
        self.codes, self.distinct = coded.codes, coded.distinct
        self.filled = np.arange(len(self.distinct)) != BLANK
        sizes = self.distinct.once(("sizes", encoding), lambda: _sizes(self.distinct.texts, encoding))
        self.size, self.number, self.decimals, self.control, self.foreign = sizes

    def rows(self, of: np.ndarray) -> np.ndarray:
        """True in the rows whose value is one ``of`` the distinct ones; most often no value is."""
        return of[self.codes] if of.any() else np.zeros(len(self.codes), bool)

    def measure(self, rows: slice | np.ndarray, keep_values: bool, steps: set[int]) -> Measure:
        """The measure of some rows of the column."""
        count = np.bincount(self.codes[rows], minlength=len(self.distinct)) * self.filled
        there = np.flatnonzero(count)
        out = Measure(count=int(count.sum()), steps=steps)
        if keep_values:
            out.values = {self.distinct.texts[code] for code in there.tolist()}
        if not len(there):
            return out
        out.length, out.shortest = int(self.size[there].max()), int(self.size[there].min())
        out.numeric = self.is_number or bool(self.number[there].all())
        out.decimals = int(self.decimals[there].max())
        out.integer = out.numeric and out.decimals == 0
        return out


def _sizes(said: list[str], encoding: str) -> tuple[np.ndarray, ...]:
    """Of each text its bytes, whether it is a number, the decimals of that, whether it has a control character, and
    whether it has one that the encoding lacks."""
    texts = texts_of(said)
    size = numpy_of(pc.binary_length(texts))
    number = numpy_of(pc.match_substring_regex(texts, r"^-?[0-9]+(\.[0-9]+)?$"))
    point = numpy_of(pc.find_substring(texts, "."))
    decimals = np.where(number & (point >= 0), size - point - 1, 0)
    control = numpy_of(pc.match_substring_regex(texts, CONTROL))
    foreign = ~numpy_of(pc.string_is_ascii(texts))
    if encoding != ASCII:
        beyond, foreign = np.flatnonzero(foreign).tolist(), np.zeros(len(said), bool)
        if encoding != UTF_8:
            size = size.copy()
            size[beyond] = [size_in(encoding, said[at]) for at in beyond]
            foreign[beyond] = [bool(lacking(encoding, said[at])) for at in beyond]
    return size, number, decimals, control, foreign
