"""Flags are Y, N or blank."""

from __future__ import annotations

import numpy as np
import pandas as pd

from onespec.engine.columns import blanks, text


def yes_no(condition: object) -> pd.Series:
    """Y where true, N elsewhere."""
    return _pick(condition, "Y", "N")


def yes(condition: object) -> pd.Series:
    """Y where true, blank elsewhere."""
    return _pick(condition, "Y", "")


def flag_of_chosen(dates: list[pd.Series], flags: list[pd.Series], chosen: pd.Series) -> pd.Series:
    """The imputation flag of the date that was chosen; blank when an equal date has none."""
    if len(dates) != len(flags):
        raise ValueError(f"{len(dates)} dates have {len(flags)} flags")
    equal = [(date == chosen).to_numpy() for date in dates]
    exact = np.any([same & (flag == "").to_numpy() for same, flag in zip(equal, flags, strict=True)], axis=0)
    out = blanks(len(chosen))
    for same, flag in zip(equal, flags, strict=True):
        out = out.mask(same & ~exact & (out == ""), flag)
    return out


def _pick(condition: object, true: str, false: str) -> pd.Series:
    return text([false, true]).take(np.asarray(condition, bool).astype(np.intp)).reset_index(drop=True)
