"""ISO 8601 as the checks read it: they meet what no mapper would write, so they share nothing with the mappers.

Source: SDTMIG 3.4, section 4.4 (dates and times of any precision, missing components, intervals, durations).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from onespec.conformance.series import on_unique

DAY = 10
_LENGTHS = (4, 7, 10, 16, 19)  # of a year, a month, a day, a minute, a second
SAS_EPOCH = date(1960, 1, 1).toordinal()  # from which a date of SAS counts its days
_KNOWN_TO = [max((n for n in _LENGTHS if n <= length), default=0) for length in range(20)]
_NOT_ISO = "not ISO 8601"
_NUMBER = r"[0-9]+(?:[.,][0-9]+)?"
_OF_DAY = rf"(?:T(?!$)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?"
_DURATION = re.compile(rf"-?P(?!$)(?:{_NUMBER}W|(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}D)?{_OF_DAY})")
_DATE = re.compile(r"(?P<y>\d{4}|-)(?:-(?P<m>\d\d|-)(?:-(?P<d>\d\d|-))?)?", re.ASCII)
_TIME = re.compile(
    r"(?P<h>\d\d|-)(?::(?P<i>\d\d|-)(?::(?P<s>\d\d(?:\.\d+)?|-))?)?(?P<z>Z|[+-]\d\d(?::?\d\d)?)?", re.ASCII
)


def date_fault(value: str) -> str:
    """What is wrong with a date, or with an interval of two; blank when nothing is.

    >>> date_fault("2025-08"), date_fault("2025---15"), date_fault("2025-08-03T09:30/2025-08-04")
    ('', '', '')
    >>> date_fault("2026-02-30"), date_fault("03AUG2025"), date_fault("2025-08-03T25:00"), date_fault("")
    ('no day of the calendar', 'not ISO 8601', 'no time of day', 'not ISO 8601')
    """
    if "/" in value:
        return next((fault for part in value.split("/") if (fault := date_fault(part))), "")
    day, timed, time = value.partition("T")
    if not timed:
        return _NOT_ISO if day.endswith("-") else _day_fault(day)
    said, of_time = _day_fault(day), _time_fault(time)
    return of_time if of_time == _NOT_ISO else said or of_time


@lru_cache(1 << 14)  # data repeat their days
def _day_fault(day: str) -> str:
    match = _DATE.fullmatch(day)
    if not match:
        return _NOT_ISO
    y, m, d = (int(p) if p and p != "-" else None for p in match.group("y", "m", "d"))
    if m == 0 or (m or 1) > 12 or d == 0 or (d or 1) > monthrange(2000 if y is None else max(y, 1), m or 1)[1]:
        return "no day of the calendar"
    return ""


@lru_cache(1 << 16)  # and their times, of which a day has 86,400
def _time_fault(time: str) -> str:
    clock = _TIME.fullmatch(time)
    if not clock:
        return _NOT_ISO
    h, i, s = (float(p) if p and p != "-" else 0.0 for p in clock.group("h", "i", "s"))
    return "no time of day" if h > 23 and not (h == 24 and i == s == 0) or i > 59 or s >= 60 else ""


def is_duration(value: str) -> bool:
    """A duration, or an interval of a date and a duration.

    >>> is_duration("P6W"), is_duration("-PT2H"), is_duration("P"), is_duration("6 weeks"), is_duration("P1DT")
    (True, True, False, False, False)
    """
    first, slash, second = value.partition("/")
    if slash:
        return {bool(_DURATION.fullmatch(p)) or not date_fault(p) for p in (first, second)} == {True}
    return bool(_DURATION.fullmatch(value))


def day_number(dates: pd.Series) -> pd.Series:
    """Days since 0001-01-01; missing where the date is blank, partial or wrong."""
    return on_unique(_day_number, dates)


def _day_number(value: str) -> float:
    return _ordinal(value[:DAY]) if len(value) >= DAY and not date_fault(value) and "--" not in value else np.nan


@lru_cache(1 << 14)
def _ordinal(day: str) -> float:
    try:
        return float(date.fromisoformat(day).toordinal())
    except ValueError:  # the year 0, or a time after less than a day (2025T10:30)
        return np.nan


def sure(dates: pd.Series) -> pd.Series:
    """The dates that say at least a year and are none of the calendar's impossible ones; others blank."""
    return on_unique(lambda v: v if v and not date_fault(v) and "--" not in v and v[0] != "-" else "", dates)


def after(dates: pd.Series, limits: pd.Series) -> pd.Series:
    """True where every moment that the date may stand for is after every one of the limit.

    A time counts where both have one.
    """
    (one, ones), (other, others) = pd.factorize(dates), pd.factorize(limits)
    ones, others = list(ones), list(others)
    known = np.minimum(_known_to(ones)[one], _known_to(others)[other])
    out = np.zeros(len(dates), bool)
    for length in _LENGTHS:
        at = np.flatnonzero(known == length)
        if len(at):
            place = {text: i for i, text in enumerate(sorted({v[:length] for v in [*ones, *others]}))}
            mine, theirs = (np.array([place[v[:length]] for v in values]) for values in (ones, others))
            out[at] = mine[one[at]] > theirs[other[at]]
    without_year = [v.startswith("-") for v in others]
    open_ = np.array([v.endswith("-") for v in ones], bool)[one] & np.array(without_year, bool)[other]
    return pd.Series(out & ~open_, dates.index)


def _known_to(values: list[str]) -> np.ndarray:
    """To how many characters each date says when it is, of `_LENGTHS`; 0 where it does not."""
    return np.array([0 if "--" in v or date_fault(v) else _KNOWN_TO[min(len(v), 19)] for v in values], np.int64)
