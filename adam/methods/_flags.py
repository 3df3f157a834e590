"""Flags are Y, N or blank."""

from __future__ import annotations

import numpy as np
import pandas as pd

from onespec.engine.columns import text


def yes_no(condition: object) -> pd.Series:
    """Y where true, N elsewhere."""
    return _pick(condition, "Y", "N")


def yes(condition: object) -> pd.Series:
    """Y where true, blank elsewhere."""
    return _pick(condition, "Y", "")


def _pick(condition: object, true: str, false: str) -> pd.Series:
    return text([false, true]).take(np.asarray(condition, bool).astype(np.intp)).reset_index(drop=True)
