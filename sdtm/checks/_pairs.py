"""What checks of several records of a subject share: records side by side, and records in order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from onespec.engine.columns import Column, combinations, concat, in_order


def pairs_of(mine: Sequence[Column], theirs: Sequence[Column]) -> tuple[np.ndarray, np.ndarray]:
    """Every pair of a row of ``mine`` and one of ``theirs`` with the same values side by side, by their positions."""
    codes, _ = combinations([concat([m, t]) for m, t in zip(mine, theirs, strict=True)])
    own, other = codes[: len(mine[0])], codes[len(mine[0]) :]
    order = np.argsort(other, kind="stable")
    first, last = (np.searchsorted(other[order], own, side) for side in ("left", "right"))
    count = last - first
    start = np.repeat(first - np.append(0, np.cumsum(count)[:-1]), count)
    return np.repeat(np.arange(len(own)), count), order[start + np.arange(count.sum())]


def successive(group: Sequence[Column], *order: Column | np.ndarray, keep: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The positions of each row that has one before it in its group, in this order, and of the one before.

    keep  a mask of the rows that count
    """
    codes, _ = combinations(group)
    rows = in_order(codes, *order)
    rows = rows[keep[rows]]
    same = codes[rows[1:]] == codes[rows[:-1]]
    return rows[1:][same], rows[:-1][same]


def latest_before(
    group: Sequence[Column], start: np.ndarray, end: np.ndarray, keep: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Of each row that has others before it in its group, by ``start``: its position, and that of the latest ``end``.

    keep  a mask of the rows that count: those that have both
    """
    codes, _ = combinations(group)
    rows = in_order(codes, start)
    rows = rows[keep[rows]]
    place = np.argsort(np.argsort(end[rows], kind="stable"), kind="stable")  # of equal ends the later row
    base = codes[rows] * (len(rows) + 1)
    highest = np.maximum.accumulate(base + place) - base
    at = rows[np.argsort(end[rows], kind="stable")]
    same = codes[rows[1:]] == codes[rows[:-1]]
    return rows[1:][same], at[highest[:-1][same]]
