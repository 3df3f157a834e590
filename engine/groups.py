"""Groups: the records of another dataset that belong to each record of one's own, and what is found among them.

Groups are numbered from 0.  What is found of each group is an array or a column with a value a group:
``found[group]`` gives each own record that of its group.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from onespec.engine.column import Column, Mask
from onespec.engine.columns import position_in
from onespec.engine.kinds import Number


@dataclass(frozen=True)
class Many:
    """All chosen records of another dataset or form.

    column  the values
    group   the number of each one's group
    groups  how many groups there are, also those without records
    """

    column: Any  # a Column: Text or Number, as the variable is
    group: np.ndarray
    groups: int

    def __len__(self) -> int:
        return len(self.group)

    def first(self, *order: Column | np.ndarray, keep: Any = True) -> np.ndarray:
        """The position of each group's first record in ascending order, -1 without one; ``keep``: which ones count."""
        return first_of(self.group, self.groups, *order, keep=keep)

    def last(self, *order: Column | np.ndarray, keep: Any = True) -> np.ndarray:
        """The position of each group's last record in ascending order, of equal ones the last; -1 without one."""
        return last_of(self.group, self.groups, *order, keep=keep)

    def least(self, values: Number) -> Number:
        """The lowest of ``values`` (one a record) in each group; missing without one."""
        return Number(_extreme(np.fmin, values.array, self.group, self.groups))

    def greatest(self, values: Number) -> Number:
        """The highest of ``values`` (one a record) in each group; missing without one."""
        return Number(_extreme(np.fmax, values.array, self.group, self.groups))

    def total(self, values: Number) -> Number:
        """The sum of ``values`` in each group, in the order of the records; missing where all are."""
        known = values.notna()
        sums = _summed(values.array[known], self.group[known], self.groups)
        return Number(np.where(self.some(known), sums, np.nan))

    def some(self, mask: Mask) -> Mask:
        """True for groups with a record for which ``mask`` (one a record) holds."""
        out = np.zeros(self.groups, bool)
        out[self.group[mask]] = True
        return out

    def count(self, mask: Mask) -> np.ndarray:
        """The number of records of each group for which ``mask`` holds."""
        return np.bincount(self.group[mask], minlength=self.groups)


@dataclass(frozen=True)
class PerSubject:
    """A value of each subject, where it has one; a dataset with several records of a subject gives the first."""

    subject: Any  # a column of texts
    column: Any

    def of(self, subjects: Column) -> Any:
        """The value of each of ``subjects``; blank where there is none."""
        return self.column.take(position_in(subjects, self.subject))


def first_of(group: np.ndarray, groups: int, *order: Column | np.ndarray, keep: Any = True) -> np.ndarray:
    """The position of the first record of each group in ascending order (blanks first), of equal ones the first.

    -1 for a group without one.  ``keep``: a mask of the records that count.
    """
    rows = _kept_in_order(len(group), order, keep)
    out = np.full(groups, -1, np.intp)
    out[group[rows[::-1]]] = rows[::-1]  # of a repeated index numpy keeps the last
    return out


def last_of(group: np.ndarray, groups: int, *order: Column | np.ndarray, keep: Any = True) -> np.ndarray:
    """The position of the last record of each group in ascending order (blanks first), of equal ones the last."""
    rows = _kept_in_order(len(group), order, keep)
    out = np.full(groups, -1, np.intp)
    out[group[rows]] = rows
    return out


def _kept_in_order(n: int, order: tuple[Column | np.ndarray, ...], keep: Any) -> np.ndarray:
    """The records that count, in ascending order; equal ones as they stand."""
    rows = np.flatnonzero(np.broadcast_to(keep, n))
    keys = [np.asarray(c.order() if isinstance(c, Column) else c)[rows] for c in order]
    return rows[np.lexsort([*reversed(keys)])] if keys else rows


def nth_of(group: np.ndarray) -> np.ndarray:
    """The number of each record within its group, from 0, in the order of the records."""
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    begins = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)])
    lengths = np.diff(np.append(begins, len(ordered)))
    out = np.empty(len(group), np.int64)
    out[order] = np.arange(len(ordered)) - np.repeat(begins, lengths)
    return out


def highest_so_far(values: Number, group: np.ndarray) -> Number:
    """The highest of ``values`` up to each record within its group, in the order of the records; missing before one."""
    order = np.argsort(group, kind="stable")
    levels, level = np.unique(values.order()[order], return_inverse=True)
    begin = group[order] * len(levels)  # of a later group every level is above those of the group before it
    out = np.empty(len(group))
    out[order] = levels[np.maximum.accumulate(begin + level) - begin]
    return Number(np.where(np.isneginf(out), np.nan, out))


def _summed(values: np.ndarray, group: np.ndarray, groups: int) -> np.ndarray:
    """The sum of each group, each addition corrected for what the one before it lost (Kahan): ten times 0.1 is 1.

    All groups at once: one pass for each further record.
    """
    sums, surplus, nth = np.zeros(groups), np.zeros(groups), nth_of(group)
    for rows in np.split(np.argsort(nth, kind="stable"), np.cumsum(np.bincount(nth))[:-1]):
        to = group[rows]
        added = values[rows] - surplus[to]
        new = sums[to] + added
        surplus[to] = new - sums[to] - added
        sums[to] = new
    return sums


def _extreme(how: np.ufunc, values: np.ndarray, group: np.ndarray, groups: int) -> np.ndarray:
    out = np.full(groups, np.nan)
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    begins = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)])
    if len(begins):
        out[ordered[begins]] = how.reduceat(values[order], begins)
    return out
