"""Flags are Y, N or blank; those of a date tell which part of it was imputed: D is the day."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce

import numpy as np

from onespec.engine.column import Mask
from onespec.engine.columns import blanks, combinations, text
from onespec.engine.contract import Bundle, Column
from onespec.engine.groups import first_of, last_of
from onespec.engine.kinds import Text

_NO_YES, _YES, _DAY = (text(flags) for flags in (["N", "Y"], ["", "Y"], ["", "D"]))


def yes_no(condition: Mask) -> Text:
    """Y where true, N elsewhere."""
    return _NO_YES.take(condition)


def yes_no_unknown(condition: Mask, possible: Mask) -> Text:
    """Y where the condition is true; of the others blank where it is possible, N elsewhere."""
    return yes_no(condition).where(condition | ~possible)


def yes_no_known(condition: Mask, *needed: Column) -> Text:
    """Y where true, N where not, blank where one of the columns that it needs is."""
    return yes_no(condition).mask(np.any([column.isna() for column in needed], axis=0))


def yes(condition: Mask) -> Text:
    """Y where true, blank elsewhere."""
    return _YES.take(condition)


def day_imputed(condition: Mask) -> Text:
    """D where true, blank elsewhere."""
    return _DAY.take(condition)


def flag_of_chosen(dates: list[Column], flags: list[Column], chosen: Column) -> Column:
    """The imputation flag of the date that was chosen; blank when an equal date has none."""
    if len(dates) != len(flags):
        raise ValueError(f"{len(dates)} dates have {len(flags)} flags")
    equal = [date == chosen for date in dates]
    exact = np.any([same & flag.isna() for same, flag in zip(equal, flags, strict=True)], axis=0)
    out = blanks(len(chosen))
    for same, flag in zip(equal, flags, strict=True):
        out = out.mask(same & ~exact & out.isna(), flag)
    return out


@dataclass(frozen=True)
class Candidates(Bundle):
    """Which record of a group may be chosen: in which order, of which groups, among those with which flags (Y)."""

    order: list[Column]
    by: list[Column] = field(default_factory=list)
    among: list[Column] = field(default_factory=list)

    def groups(self, subject: Text) -> tuple[np.ndarray, int]:
        """The number of each record's group, and how many groups there are."""
        group, first = combinations([subject, *self.by])
        return group, len(first)

    def counts(self, n: int) -> Mask:
        """True where each of the flags is Y."""
        return reduce(lambda left, right: left & right, [flag == "Y" for flag in self.among], np.ones(n, bool))

    def first(self, subject: Text, keep: Mask) -> Text:
        """Y for the first of the kept records of each group, blank elsewhere; what is blank comes last."""
        keys = [key for column in self.order for key in (column.isna(), column)]
        return _flagged(first_of(*self.groups(subject), *keys, keep=keep), len(subject))

    def last(self, subject: Text, keep: Mask) -> Text:
        """Y for the last of the kept records of each group, blank elsewhere; what is blank comes first."""
        keys = [key for column in self.order for key in (column.notna(), column)]
        return _flagged(last_of(*self.groups(subject), *keys, keep=keep), len(subject))


def _flagged(positions: np.ndarray, n: int) -> Text:
    """Y at the positions; -1 is none."""
    flag = np.zeros(n, bool)
    flag[positions[positions >= 0]] = True
    return yes(flag)
