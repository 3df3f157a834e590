"""Rows of two states of a table: which row of one is which of the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from onespec.engine.column import Column
from onespec.engine.columns import combinations, concat
from onespec.engine.groups import nth_of

Keys = Callable[[np.ndarray, np.ndarray], tuple[Sequence[Column], Sequence[Column]]]


@dataclass(frozen=True)
class Pairs:
    """Positions of rows: each row of either state stands in one pair, or is alone.

    old, new  the rows of each pair, in the order of the new ones
    alike     of each pair: no cell differs
    gone      old rows alone
    added     new rows alone
    """

    old: np.ndarray
    new: np.ndarray
    alike: np.ndarray
    gone: np.ndarray
    added: np.ndarray


def paired(old: Sequence[Column], new: Sequence[Column], keys: Keys) -> Pairs:
    """The rows of two states of a table, wherever they stand.

    First rows that are alike in every cell are one row; of the others those of one key, in their order.  So a row that
    is deleted among several of its key is the one that is gone.

    old, new  the same columns of both, one at least
    keys      given the rows of either that are alike to none, the columns of their keys; no other row is asked for one
    """
    old_alike, new_alike = _alike(old, new)
    old_left, new_left = _others(len(old[0]), old_alike), _others(len(new[0]), new_alike)
    codes, _ = combinations([concat(each) for each in zip(*keys(old_left, new_left), strict=True)])
    old_met, new_met = _met(codes[: len(old_left)], codes[len(old_left) :])
    before, after = np.append(old_alike, old_left[old_met]), np.append(new_alike, new_left[new_met])
    order = np.argsort(after, kind="stable")
    alike = np.arange(len(after)) < len(new_alike)
    gone, added = old_left[_others(len(old_left), old_met)], new_left[_others(len(new_left), new_met)]
    return Pairs(before[order], after[order], alike[order], gone, added)


def unlike(old: Sequence[Column], new: Sequence[Column]) -> tuple[np.ndarray, np.ndarray]:
    """The rows of either state that are alike to none of the other: those that changed, are gone or new."""
    old_alike, new_alike = _alike(old, new)
    return _others(len(old[0]), old_alike), _others(len(new[0]), new_alike)


def _alike(old: Sequence[Column], new: Sequence[Column]) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of rows without any difference."""
    rows, _ = combinations([concat([before, after]) for before, after in zip(old, new, strict=True)])
    return _met(rows[: len(old[0])], rows[len(old[0]) :])


def _met(old: np.ndarray, new: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Positions of those with the same code: the first with the first, the second with the second ..."""
    codes, _ = combinations([np.append(old, new), np.append(nth_of(old), nth_of(new))])
    place = np.full(codes.max(initial=-1) + 1, -1, np.intp)
    place[codes[: len(old)]] = np.arange(len(old))
    found = place[codes[len(old) :]]
    there = np.flatnonzero(found >= 0)
    return found[there], there


def _others(count: int, positions: np.ndarray) -> np.ndarray:
    """The positions below ``count`` that are none of these."""
    rest = np.ones(count, bool)
    rest[positions] = False
    return np.flatnonzero(rest)
