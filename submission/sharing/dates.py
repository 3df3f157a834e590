"""Dates moved by whole days, one number of days a subject: intervals and study days stay as they were.

A complete date moves by the days.  A datetime keeps its time of day, or loses it where the study says so.  A partial
date of the form YYYY-MM or YYYY is moved by a day that stands for it, and cut to the precision that it had: where a
period begins (--ST) its first day, where it ends (--EN) its last, else its middle.  A start that was not after an end
is therefore not after it afterwards.  Where an analysis dataset has imputed the date, the imputed one stands for it
(`survey.Survey.stand`, which also knows the subject's informed consent and death).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np

START, END, MIDDLE = "start", "end", "middle"
MARK = "{date}"  # stands for a date in a reviewed text
_DATE = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
FULL = re.compile(rf"(?<!\d){_DATE}(?!\d)")
_ISO = re.compile(
    r"(?P<date>\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|\d{4}-(?:0[1-9]|1[0-2])|\d{4})(?P<time>T[\d:.+\-Z]*)?"
)
_SAS = date(1960, 1, 1)


def stands_for(text: str, how: str) -> date | None:
    """The day that stands for a date, complete or partial; None for a text that is none, or no day of the calendar."""
    year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
    try:
        if day:
            return date(year, month, day)
        if month:
            last = calendar.monthrange(year, month)[1]
            return date(year, month, {START: 1, END: last}.get(how, (last + 1) // 2))
        return {START: date(year, 1, 1), END: date(year, 12, 31)}.get(how, date(year, 7, 1))
    except ValueError:
        return None


def moved(text: str, days: int, how: str = MIDDLE, times: bool = True, stand: date | None = None) -> str | None:
    """An ISO 8601 date or datetime, moved by ``days``; None where the text is none, or cannot be moved.

    how    what stands for a partial date: START, END or MIDDLE
    times  whether the time of day stays
    stand  the day that stands for this partial date, where it is known
    """
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    day = stand if stand and len(found["date"]) < 10 else stands_for(found["date"], how)
    try:
        out = (day + timedelta(days)).isoformat()[: len(found["date"])] if day else None
    except OverflowError:
        return None
    return out and out + (found["time"] or "" if times else "")


def moved_inside(text: str, days: int) -> str:
    """A text with each complete date in it moved by ``days``; a date that cannot be moved is left out."""
    return FULL.sub(lambda m: moved(m[0], days) or "", text)


def without_dates(text: str) -> str:
    """A text with `MARK` in the place of each complete date, as reviewed texts have it."""
    return FULL.sub(MARK, text)


def days_in(texts: Iterable[str]) -> set[str]:
    """The complete dates that stand in texts."""
    return {found for text in texts for found in FULL.findall(text)}


def moved_numbers(values: np.ndarray, days: np.ndarray, seconds: bool, times: bool = True) -> np.ndarray:
    """SAS dates (days since 1960-01-01), or with ``seconds`` SAS datetimes, each moved by its days; missing stays."""
    if not seconds:
        return values + days
    out = values + days * 86400.0
    return out if times else np.floor(out / 86400.0) * 86400.0


def sas_date(number: float) -> date:
    """The day of a SAS date."""
    return _SAS + timedelta(int(number))


def is_within(day: date, text: str) -> bool:
    """Whether a day lies in the period that a partial date names."""
    return day.isoformat().startswith(text)


def part_of(name: str) -> str:
    """What stands for a partial date of a variable of this name: its first day, its last, or its middle."""
    stem = name.removesuffix("DTC").removesuffix("DT")
    return START if stem.endswith("ST") else END if stem.endswith("EN") else MIDDLE
