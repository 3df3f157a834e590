"""Which row of one table stands against which row of the other.

Rows meet by their keys; where several rows have the same keys, the first meets the first, the second the
second, and so on.  Without keys rows meet by position.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from onespec.engine.xpt.ibm import missing_codes


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


def align(base: pd.DataFrame, compare: pd.DataFrame, keys: Sequence[str]) -> Alignment:
    """Pairs of rows of two tables; each key is a column of both, of the same type."""
    if not keys:
        both, none = np.arange(min(len(base), len(compare))), np.empty(0, np.intp)
        return Alignment(both, both, np.arange(len(both), len(base)), np.arange(len(both), len(compare)), none, none)
    codes = _codes([(base[k], compare[k]) for k in keys])
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


def _codes(columns: list[tuple[pd.Series, pd.Series]]) -> np.ndarray:
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


def _level(left: pd.Series, right: pd.Series) -> tuple[np.ndarray, int]:
    if left.dtype.kind == "f":
        codes, values = pd.factorize(np.concatenate([_bits(left), _bits(right)]))
        return codes, max(len(values), 1)
    chunks = [*_chunks(left), *_chunks(right)]
    codes = pa.chunked_array(chunks, pa.large_string()).combine_chunks().dictionary_encode()
    return codes.indices.to_numpy().astype(np.int64), max(len(codes.dictionary), 1)


def _chunks(column: pd.Series) -> list[pa.Array]:
    texts = pa.array(column, pa.large_string())
    return texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]


def _bits(column: pd.Series) -> np.ndarray:
    """Equal numbers have equal bits; each missing value its own."""
    values = column.to_numpy(np.float64) + 0.0  # -0 becomes 0
    bits = values.view(np.int64)
    missing = np.isnan(values)
    if missing.any():
        codes = missing_codes(column.to_numpy(np.float64)[missing]).view(np.uint32)
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


def partition(frame: pd.DataFrame, keys: Sequence[str], parts: int) -> np.ndarray:
    """A part number for each row, the same for equal keys in any table."""
    total = np.zeros(len(frame), np.uint64)
    for key in keys:
        column = frame[key]
        if column.dtype.kind == "f":
            hashed = pd.util.hash_array(_bits(column))
        else:
            codes = pa.chunked_array(_chunks(column), pa.large_string()).combine_chunks().dictionary_encode()
            hashed = pd.util.hash_array(np.asarray(codes.dictionary.to_pylist(), object))[
                pc.fill_null(codes.indices, 0).to_numpy()
            ]
        total = total * np.uint64(31) + hashed
    return (total % np.uint64(parts)).astype(np.intp)
