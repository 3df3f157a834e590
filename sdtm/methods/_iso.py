"""What the date methods share: ISO 8601 text as days, and the comparison of partial dates.

A date is text of the length that is known: ``2025``, ``2025-08``, ``2025-08-03``,
``2025-08-03T09:30``.  A partial date is a period, from its first to its last possible moment.
"""

from calendar import monthrange
from datetime import date

import numpy as np
import pandas as pd

from onespec.engine.columns import on_unique

DAY = 10  # characters of a date that is complete to the day


def is_complete(dates: pd.Series) -> pd.Series:
    """True where the date is complete to the day."""
    return dates.str.len() >= DAY


def day_number(dates: pd.Series) -> pd.Series:
    """Days since 0001-01-01 as a number; missing where the date is blank or partial."""
    return on_unique(lambda d: float(date.fromisoformat(d[:DAY]).toordinal()) if len(d) >= DAY else np.nan, dates)


def first_day(dates: pd.Series) -> pd.Series:
    """The first day that each date may stand for: ``2025-02`` is ``2025-02-01``; a complete date stays as it is."""
    return dates + dates.str.len().map({4: "-01-01", 7: "-01"}).fillna("").astype(dates.dtype)


def last_day(dates: pd.Series) -> pd.Series:
    """The last day that each date may stand for: ``2025-02`` is ``2025-02-28``; a complete date stays as it is."""
    return on_unique(_last_day, dates)


def _last_day(iso: str) -> str:
    if len(iso) == 4:
        return iso + "-12-31"
    return f"{iso}-{monthrange(int(iso[:4]), int(iso[5:]))[1]}" if len(iso) == 7 else iso


def last_moment(dates: pd.Series) -> pd.Series:
    """Text that sorts each date at the end of its period: ``2025-08`` after ``2025-08-31``.

    The plain text sorts it at the start of its period.
    """
    return dates.where(dates == "", dates.str.pad(19, side="right", fillchar="~"))


def is_before(dates: pd.Series, other: pd.Series) -> pd.Series:
    """True where the date is before the other; times of day count only where both have one."""
    timed = (dates.str.len() > DAY) & (other.str.len() > DAY)
    return (dates.str[:DAY] < other.str[:DAY]).mask(timed, dates < other)
