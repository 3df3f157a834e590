"""Flags are Y, N or blank; those of a date tell which part of it was imputed: D is the day."""

from __future__ import annotations

import numpy as np

from onespec.engine.column import Column, Mask
from onespec.engine.columns import blanks, text
from onespec.engine.kinds import Text

_NO_YES, _YES, _DAY = (text(flags) for flags in (["N", "Y"], ["", "Y"], ["", "D"]))


def yes_no(condition: Mask) -> Text:
    """Y where true, N elsewhere."""
    return _NO_YES.take(condition)


def yes_no_unknown(condition: Mask, possible: Mask) -> Text:
    """Y where the condition is true; of the others blank where it is possible, N elsewhere."""
    return yes_no(condition).where(condition | ~possible)


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
