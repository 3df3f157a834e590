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


def earliest_possible(iso: str) -> float:
    """The first day that a text may stand for; minus infinity where it has no year.

    >>> earliest_possible("1960-02"), earliest_possible("1961"), earliest_possible("")
    (31.0, 366.0, -inf)
    """
    return _possible(iso, first_day, "-01-01", -np.inf)


def latest_possible(iso: str) -> float:
    """The last day that a text may stand for; infinity where it has no year.

    >>> latest_possible("1960-02"), latest_possible("1960"), latest_possible("")
    (59.0, 365.0, inf)
    """
    return _possible(iso, last_day, "-12-31", np.inf)


def _possible(iso: str, read: Callable[[str], float], of_year: str, unknown: float) -> float:
    known = read(iso)
    of_its_year = complete(iso[:4] + of_year)
    return known if known == known else of_its_year if of_its_year == of_its_year else unknown


def days(column: Column, read: Callable[[str], float] = complete) -> Number:
    """A column of texts as SAS dates, the time of day left aside; a column of numbers stays as it is."""
    return column if isinstance(column, Number) else column.each(read)


def bounds(of: Many, until: str, end: Column | None, group: np.ndarray | None) -> np.ndarray:
    """For each record (``of``) the last day that counts: ``until``, or the ``end`` of its group where that is earlier.

    end, group   SAS date and number of the group of each own row; a missing end bounds nothing
    """
    last = np.full(of.groups, complete(until))
    if end is not None:
        last[group] = np.fmin(last[group], end.to_numpy())
    return last[of.group]


def up_to(dates: Number, last: np.ndarray, first: Number | None = None) -> Number:
    """The dates that are not after ``last``; of those whose ``first`` day is not, ``last``; others missing."""
    within = dates.where(dates.to_numpy() <= last)
    if first is None:
        return within
    return within.mask((dates.to_numpy() > last) & (first.to_numpy() <= last), Number(last))


def begins(of: Many, start: Many | None = None) -> Number:
    """The first day of each record (``of``): that of its date, or of its ``start`` where that is earlier."""
    own = days(of.column, first_day)
    return own if start is None else Number(np.fmin(own.to_numpy(), days(start.column, first_day).to_numpy()))


def unusable(column: Column, found: Number) -> Mask:
    """True where a text stands that gave no date."""
    return column.notna() & found.isna() & (not column.is_number)
