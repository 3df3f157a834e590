"""ISO 8601 texts as SAS dates: days since 1960-01-01, which is day 0."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import MINYEAR, date
from functools import lru_cache

import numpy as np

from onespec.engine.column import Column, Mask
from onespec.engine.days import EPOCH
from onespec.engine.groups import Many
from onespec.engine.kinds import Number

_DAY = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})")


def complete(iso: str) -> float:
    """The day of a text that begins with year, month and day; NaN otherwise, and for a day that no calendar has.

    >>> complete("1960-01-02T08:30"), complete("1960-01"), complete("1960-02-30")
    (1.0, nan, nan)
    """
    return _complete(iso[:10])


@lru_cache(1 << 16)  # the days of a trial are few, its times of day many
def _complete(day: str) -> float:
    found = _DAY.fullmatch(day)
    if not found:
        return np.nan
    year, month, of_month = map(int, found.groups())
    known = year >= MINYEAR and 1 <= month <= 12 and 1 <= of_month <= monthrange(year, month)[1]
    return float(date(year, month, of_month).toordinal() - EPOCH) if known else np.nan


def last_day(iso: str) -> float:
    """The day of a text, a missing day read as the last day of its month; NaN without a month.

    >>> last_day("1960-02"), last_day("1960")
    (59.0, nan)
    """
    if len(iso) != 7 or np.isnan(first_day(iso)):
        return complete(iso)
    return complete(f"{iso}-{monthrange(int(iso[:4]), int(iso[5:]))[1]:02}")


def first_day(iso: str) -> float:
    """The day of a text, a missing day read as the first day of its month; NaN without a month.

    >>> first_day("1960-02"), first_day("1960")
    (31.0, nan)
    """
    return complete(f"{iso}-01") if len(iso) == 7 else complete(iso)


def days(column: Column, read: Callable[[str], float] = complete) -> Number:
    """A column of texts as SAS dates, the time of day left aside; a column of numbers stays as it is."""
    return column if isinstance(column, Number) else column.each(read)


def in_bounds(dates: Number, of: Many, until: str, end: Column | None, group: np.ndarray | None) -> Number:
    """The dates of records (``of``) that are not after ``until``, nor after the ``end`` of their group; others missing.

    end, group   SAS date and number of the group of each own row; a missing end bounds nothing
    """
    last = np.full(of.groups, complete(until))
    if end is not None:
        last[group] = np.fmin(last[group], end.to_numpy())
    return dates.where(dates.to_numpy() <= last[of.group])


def unusable(column: Column, found: Number) -> Mask:
    """True where a text stands that gave no date."""
    return column.notna() & found.isna() & (not column.is_number)
