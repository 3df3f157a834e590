"""Dates and times as CRFs write them, to ISO 8601 of the precision collected (SDTMIG 3.4, section 4.4.2)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from onespec.engine.days import MONTHS
from onespec.engine.spec.date_formats import EXCEL, HALF, SAS, pieces_of, units_of

_NAMES = (
    *("JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE"),
    *("JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"),
)
_MONTHS = {m: f"{i:02}" for names in (MONTHS, _NAMES) for i, m in enumerate(names, 1)}
_FIRST_DAY = {SAS: date(1960, 1, 1), EXCEL: date(1899, 12, 30)}
UNKNOWN = r"UN|UNK|UNKN|NK"
_WRITTEN = {
    "YYYY": "[0-9]{4}",
    "MON": "|".join(MONTHS),
    "MONTH": "|".join(_NAMES),
    **dict.fromkeys(("YY", "MM", "DD", "HH", "SS"), "[0-9]{2}"),
    **dict.fromkeys(("M", "D", "H"), "[0-9]{1,2}"),
}
_OF_TIME = ("hour", "minute", "second")
_ANY_TIME = ("HH:MM", "H:MM", "HH:MM:SS", "H:MM:SS")
NO_TIME = "is not a time of day"
TIME_LOST = "the time is not carried"


@lru_cache
def pattern_of(format_: str, unknown: tuple[str, ...] = ()) -> re.Pattern[str]:
    """The regular expression of a declared format, with a field's own markers of unknown parts.

    A marker that could be an hour, minute or second (00) stands for a part of the date only.
    """
    of_time = [marker for marker in unknown if not (marker.isdigit() and int(marker) < 60)]
    body = ""
    for piece, unit in pieces_of(format_):
        if piece == "AM":
            body += r"(?P<half>[AP])\.?M\.?"
        elif unit:
            markers = "".join(f"|{re.escape(m)}" for m in (of_time if unit in _OF_TIME else unknown))
            body += f"(?P<{unit}>{_WRITTEN[piece]}|{UNKNOWN}{markers})"
        else:
            body += re.escape(piece)
    return re.compile(body, re.IGNORECASE)


@lru_cache(1 << 16)  # data repeat their dates
def parse_date(
    value: str, formats: tuple[str, ...], century: str = "", unknown: tuple[str, ...] = ()
) -> tuple[str, str]:
    """ISO 8601 date, or date and time, and a problem.

    One of them is blank; of a date whose time of day cannot be taken the date is given, and the problem.

    century  the first year that a year of two digits means
    unknown  markers of unknown parts, besides UN, UNK, UNKN and NK

    >>> parse_date("03AUG2025", ("YYYY-MM-DD", "DDMONYYYY"))
    ('2025-08-03', '')
    >>> parse_date("2025-UN-UN", ("YYYY-MM-DD",))
    ('2025', '')
    >>> parse_date("2025-02-30", ("YYYY-MM-DD",))
    ('', 'is no day of the calendar')
    >>> parse_date("03/08/2025 1:05 PM", ("DD/MM/YYYY H:MM AM",))
    ('2025-08-03T13:05', '')
    """
    for format_ in formats:
        if format_ in _FIRST_DAY:
            if re.fullmatch("-?[0-9]{1,7}", value):
                return _day(format_, int(value))
            continue
        match = pattern_of(format_, unknown).fullmatch(value)
        if match:
            parts = match.groupdict()
            for part in ("month", "day"):  # a marker may be of digits
                parts[part] = "" if parts.get(part) in unknown else parts.get(part) or ""
            year = full_year(parts["year"], century) or parts["year"]
            iso, problem = iso_of(year, parts["month"], parts["day"])
            return (iso, problem) if problem or "hour" not in parts else _with_time(iso, *_time(parts))
    return "", _not_written(formats)


def _not_written(formats: tuple[str, ...]) -> str:
    return f"is not written as {' or '.join(formats)}"


def _day(format_: str, days: int) -> tuple[str, str]:
    """The day of a number; Excel counts a 29th of February 1900, so that its days are right from March on (61)."""
    try:
        if format_ == EXCEL and days < 61:
            raise OverflowError
        return (_FIRST_DAY[format_] + timedelta(days)).isoformat(), ""
    except OverflowError:
        return "", "is no day of the calendar"


def full_year(year: str, century: str) -> str:
    """A year of four digits, or of two within the century that begins with a year; blank of anything else."""
    if len(year) == 2 and year.isdigit() and century:
        return str(int(century) + (int(year) - int(century)) % 100)
    return year if re.fullmatch("[0-9]{4}", year) else ""


def month_of(month: str) -> str:
    """The number of a month, or of its name whole or short; blank of anything else."""
    return _MONTHS.get(month.upper(), month if re.fullmatch("[0-9]{1,2}", month) else "")


def iso_of(year: str, month: str, day: str) -> tuple[str, str]:
    """ISO 8601 date of three parts, and a problem: one of them is blank.  What is no number and no month is unknown."""
    month = month_of(month)
    year, month, day = (p if p.isdigit() else "" for p in (year, month, day))
    if not year:
        return "", "has no known year"
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return "", "is no day of the calendar"
    if day and not month:
        return f"{year}---{int(day):02}", ""
    return "-".join([year, *(f"{int(p):02}" for p in (month, day) if p)]), ""


def _with_time(iso: str, time: str, problem: str) -> tuple[str, str]:
    """The date with its time of day; the time of an incomplete date is not taken."""
    if time and len(iso) < len("2025-08-03"):
        problem = "has no complete date"
    return (iso, f"{problem}; {TIME_LOST}") if problem else (f"{iso}T{time}" if time else iso, "")


@lru_cache(1 << 14)  # data repeat their times
def parse_time(value: str, formats: tuple[str, ...] = (), unknown: tuple[str, ...] = ()) -> tuple[str, str]:
    """ISO 8601 time of day and a problem: one of them is blank.  HH:MM and HH:MM:SS need no format, unless AM does.

    >>> parse_time("8:30"), parse_time("25:00"), parse_time("08:UN")
    (('08:30', ''), ('', 'is not a time of day (HH:MM or HH:MM:SS)'), ('08', ''))
    >>> parse_time("12:30 am", ("HH:MM AM",)), parse_time("12:30", ("HH:MM AM",))
    (('00:30', ''), ('', 'is not written as HH:MM AM'))
    """
    halves = any(HALF in units_of(format_) for format_ in formats)
    for format_ in (*formats, *(() if halves else _ANY_TIME)):
        match = pattern_of(format_, unknown).fullmatch(value)
        if match:
            time, problem = _time(match.groupdict())
            if problem == NO_TIME and not halves:
                break
            return time, problem or ("" if time else "has no known hour")
    return "", _not_written(formats) if halves else f"{NO_TIME} (HH:MM or HH:MM:SS)"


def _time(parts: dict[str, str]) -> tuple[str, str]:
    """ISO 8601 time of day, down to what is known of it, and a problem: one of them is blank, or both."""
    hour, minute, second = (p if (p := parts.get(unit) or "").isdigit() else "" for unit in _OF_TIME)
    if (minute and not hour) or (second and not minute):
        return "", "has a part of a time of which the greater one is unknown"
    half = (parts.get("half") or "").upper()
    if half and hour:
        hour = str(int(hour) % 12 + 12 * (half == "P")) if 1 <= int(hour) <= 12 else "24"
    if int(hour or 0) > 23 or int(minute or 0) > 59 or int(second or 0) > 59:
        return "", NO_TIME
    return ":".join(f"{int(p):02}" for p in (hour, minute, second) if p), ""
