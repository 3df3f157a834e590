"""What the date methods share: ISO 8601 text as days, and the comparison of partial dates.

A date is text of the length that is known: ``2025``, ``2025-08``, ``2025-08-03``,
``2025-08-03T09:30``.  A partial date is a period, from its first to its last possible moment.
"""

from datetime import date
from functools import lru_cache

import numpy as np

from onespec.engine import days
from onespec.engine.columns import Column, Mask, Number, Text

DAY = 10  # characters of a date that is complete to the day


def is_complete(dates: Column) -> Mask:
    """True where the date is complete to the day."""
    return dates.str.len() >= DAY


def day_number(dates: Column) -> Number:
    """Days since 0001-01-01 as a number; missing where the date is blank or partial."""
    return dates.each(_day_number)


def _day_number(iso: str) -> float:
    return _day(iso[:DAY]) if len(iso) >= DAY else np.nan


@lru_cache(1 << 16)  # the days of a trial are few, its times of day many
def _day(iso: str) -> float:
    return float(date.fromisoformat(iso).toordinal())


def first_day(dates: Column) -> Text:
    """The first day that each date may stand for: ``2025-02`` is ``2025-02-01``; a complete date stays as it is."""
    return dates.each(days.first_day)


def last_day(dates: Column) -> Text:
    """The last day that each date may stand for: ``2025-02`` is ``2025-02-28``; a complete date stays as it is."""
    return dates.each(days.last_day)


def last_moment(dates: Column) -> Text:
    """Text that sorts each date at the end of its period: ``2025-08`` after ``2025-08-31``.

    The plain text sorts it at the start of its period.
    """
    return dates.each(_last_moment)


def _last_moment(iso: str) -> str:
    return iso and iso.ljust(19, "~")


def is_before(dates: Column, other: Column) -> Mask:
    """True where the date is before the other; times of day count only where both have one."""
    timed = (dates.str.len() > DAY) & (other.str.len() > DAY)
    return np.where(timed, dates < other, dates.str[:DAY] < other.str[:DAY])


def on_the_day_of(dates: Column, exposure: Column) -> Mask:
    """True where both lie on one day and one has no time: a record that counts as before the exposure."""
    timed = (dates.str.len() > DAY) & (exposure.str.len() > DAY)
    return is_complete(dates) & (dates.str[:DAY] == exposure.str[:DAY]) & ~timed
