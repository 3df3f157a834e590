"""Which row of one table stands against which row of the other.

Rows meet by their keys; where several rows have the same keys, the first meets the first, the second the
second, and so on.  Without keys rows meet by position.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from onespec.engine.xpt.ibm import missing_codes
from onespec.qc.cells import Block, Cells, Numbers, Strings, cells_of
from onespec.qc.exact import joined

Rows = pd.DataFrame | Block


@dataclass(frozen=True)
class Alignment:
    """Positions of rows, counted from 0.

    base, compare                  pairs: row ``base[i]`` meets row ``compare[i]``; in the order of the base
    only_base, only_compare        rows that meet none
    again_base, again_compare      rows whose keys an earlier row of the same table has
    """

    base: np.ndarray
    compare: np.ndarray
    only_base: np.ndarray
    only_compare: np.ndarray
    again_base: np.ndarray
    again_compare: np.ndarray


def align(base: Rows, compare: Rows, keys: Sequence[str]) -> Alignment:
    """Pairs of rows of two tables; each key is a column of both, of the same type."""
    if not keys:
        both, none = np.arange(min(len(base), len(compare))), np.empty(0, np.intp)
        return Alignment(both, both, np.arange(len(both), len(base)), np.arange(len(both), len(compare)), none, none)
    codes = _codes([(cells_of(base[k]), cells_of(compare[k])) for k in keys])
    left, right = codes[: len(base)], codes[len(base) :]
    again_left, again_right = _again(left), _again(right)
    if len(again_left) or len(again_right):
        turns = np.concatenate([_turn(left, again_left), _turn(right, again_right)])
        codes = pd.factorize(codes * (int(turns.max()) + 1) + turns)[0]
        left, right = codes[: len(base)], codes[len(base) :]
    place = np.full(int(codes.max(initial=-1)) + 1, -1, np.intp)
    place[right] = np.arange(len(right))
    met = place[left]
    place[left] = -1
    pairs = np.flatnonzero(met >= 0)
    return Alignment(
        pairs, met[pairs], np.flatnonzero(met < 0), np.flatnonzero(place[right] >= 0), again_left, again_right
    )


def _codes(columns: list[tuple[Cells, Cells]]) -> np.ndarray:
    """One number for each combination of key values, the same in both tables: 0, 1, ... without gaps."""
    first, *more = columns
    codes, size = _level(*first)
    for left, right in more:
        level, values = _level(left, right)
        codes = codes * values + level
        size *= values
        if size > len(codes):
            codes, found = pd.factorize(codes)
            size = len(found)
    return codes


def _level(left: Cells, right: Cells) -> tuple[np.ndarray, int]:
    x, y = left.plain(), right.plain()
    if isinstance(x, Numbers) and isinstance(y, Numbers):
        codes, values = pd.factorize(np.concatenate([_bits(x.values), _bits(y.values)]))
        return _told_apart(codes, len(values), x, y)
    assert isinstance(x, Strings) and isinstance(y, Strings)
    both: Any = pa.chunked_array([x.dictionary(), y.dictionary()]).unify_dictionaries().combine_chunks()
    different = both.dictionary.dictionary_encode()  # a file may hold a text twice
    return different.indices.to_numpy().astype(np.int64)[both.indices.to_numpy()], max(len(different.dictionary), 1)


def _told_apart(codes: np.ndarray, size: int, left: Numbers, right: Numbers) -> tuple[np.ndarray, int]:
    """Numbers that are no doubles have codes of their own."""
    if beyond := joined([(len(left), left.beyond), (len(right), right.beyond)]):
        codes[beyond.at] = size + pd.factorize(beyond.values)[0]
        codes, values = pd.factorize(codes)  # without gaps
        size = len(values)
    return codes, max(size, 1)


def _bits(values: np.ndarray) -> np.ndarray:
    """Equal numbers have equal bits; each missing value its own."""
    bits = (values + 0.0).view(np.int64)  # -0 becomes 0
    missing = np.isnan(values)
    if missing.any():
        codes = missing_codes(values[missing]).view(np.uint32)
        bits[missing] = np.int64(-1) - codes.astype(np.int64)  # the bits of foreign not-a-numbers
    return bits


def _again(codes: np.ndarray) -> np.ndarray:
    """Rows whose code an earlier row has."""
    first = np.full(int(codes.max(initial=-1)) + 1, -1, np.intp)
    first[codes[::-1]] = np.arange(len(codes))[::-1]  # of a repeated index numpy keeps the last
    return np.flatnonzero(first[codes] != np.arange(len(codes)))


def _turn(codes: np.ndarray, again: np.ndarray) -> np.ndarray:
    """For each row how many earlier rows have its code."""
    if not len(again):
        return np.zeros(len(codes), np.int64)
    return pd.Series(codes).groupby(codes).cumcount().to_numpy(np.int64)


def partition(frame: Rows, keys: Sequence[str], parts: int) -> np.ndarray:
    """A part number for each row, the same for equal keys in any table."""
    return (hashes(frame, keys) % np.uint64(parts)).astype(np.intp)


def hashes(frame: Rows, keys: Sequence[str]) -> np.ndarray:
    """A number of 64 bits for each row, the same for equal keys in any table, and hardly ever for others."""
    total = np.zeros(len(frame), np.uint64)
    for key in keys:
        column = cells_of(frame[key]).plain()
        if isinstance(column, Numbers):
            hashed = pd.util.hash_array(_bits(column.values))
        else:
            codes, texts = column.coded()
            hashed = pd.util.hash_array(texts.to_numpy(object))[codes]
        total = total * np.uint64(31) + hashed
    return total


def unequal_keys(base: Rows, compare: Rows, keys: Sequence[str]) -> np.ndarray:
    """Positions at which two tables of as many rows have different keys, in no order."""
    return np.concatenate([np.empty(0, np.intp), *(_unequal(cells_of(base[k]), cells_of(compare[k])) for k in keys)])


def _unequal(base: Cells, compare: Cells) -> np.ndarray:
    at = base.unequal(compare)
    if len(at):
        codes, _ = _level(base.take(at), compare.take(at))
        at = at[codes[: len(at)] != codes[len(at) :]]
    return at
