"""ISO 8601 texts as SAS dates: days since 1960-01-01, which is day 0."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from onespec.engine.columns import on_unique

EPOCH = date(1960, 1, 1).toordinal()


def complete(iso: str) -> float:
    """The day of a text that holds year, month and day; NaN otherwise.

    >>> complete("1960-01-02T08:30"), complete("1960-01")
    (1.0, nan)
    """
    try:
        return float(date.fromisoformat(iso[:10]).toordinal() - EPOCH) if len(iso) >= 10 else np.nan
    except ValueError:
        return np.nan


def last_day(iso: str) -> float:
    """The day of a text, a missing day read as the last day of its month; NaN without a month.

    >>> last_day("1960-02"), last_day("1960")
    (59.0, nan)
    """
    if len(iso) != 7:
        return complete(iso)
    try:
        return complete(f"{iso}-{monthrange(int(iso[:4]), int(iso[5:]))[1]:02}")
    except ValueError:
        return np.nan


def first_day(iso: str) -> float:
    """The day of a text, a missing day read as the first day of its month; NaN without a month.

    >>> first_day("1960-02"), first_day("1960")
    (31.0, nan)
    """
    return complete(f"{iso}-01") if len(iso) == 7 else complete(iso)


def days(column: pd.Series, read: Callable[[str], float] = complete) -> pd.Series:
    """A column of texts as SAS dates, the time of day left aside; a column of numbers stays as it is."""
    if column.dtype.kind == "f":
        return column
    return (
        on_unique(read, column.str[:10]).astype("float64")
        if len(column)
        else pd.Series(dtype="float64", index=column.index)
    )


def unusable(column: pd.Series, found: pd.Series) -> pd.Series:
    """True where a text stands that gave no date."""
    return (column != "") & found.isna() if column.dtype.kind != "f" else pd.Series(False, index=column.index)
