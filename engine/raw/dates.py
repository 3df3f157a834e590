"""Dates as CRFs write them, to ISO 8601 of the precision collected (SDTMIG 3.4, section 4.4.2)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from onespec.engine.days import MONTHS
from onespec.engine.spec.date_formats import EXCEL, PIECES, SAS

_NAMES = (
    *("JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE"),
    *("JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"),
)
_MONTHS = {m: f"{i:02}" for names in (MONTHS, _NAMES) for i, m in enumerate(names, 1)}
_FIRST_DAY = {SAS: date(1960, 1, 1), EXCEL: date(1899, 12, 30)}
UNKNOWN = r"UN|UNK|UNKN|NK"
_TOKENS = {
    "YYYY": rf"(?P<y>[0-9]{{4}}|{UNKNOWN})",
    "MON": rf"(?P<b>{'|'.join(MONTHS)}|{UNKNOWN})",
    "YY": rf"(?P<y>[0-9]{{2}}|{UNKNOWN})",
    "MONTH": rf"(?P<b>{'|'.join(_NAMES)}|{UNKNOWN})",
    "MM": rf"(?P<m>[0-9]{{2}}|{UNKNOWN})",
    "M": rf"(?P<m>[0-9]{{1,2}}|{UNKNOWN})",
    "DD": rf"(?P<d>[0-9]{{2}}|{UNKNOWN})",
    "D": rf"(?P<d>[0-9]{{1,2}}|{UNKNOWN})",
}


@lru_cache
def date_pattern(format_: str, unknown: tuple[str, ...] = ()) -> re.Pattern[str]:
    """The regular expression of a declared date format, with a field's own markers of unknown parts."""
    more = "".join(f"|{re.escape(marker)}" for marker in unknown)
    tokens = {piece: pattern[:-1] + more + ")" for piece, pattern in _TOKENS.items()}
    body = "".join(tokens.get(piece, re.escape(piece)) for piece in PIECES.split(format_))
    return re.compile(body, re.IGNORECASE)


@lru_cache(1 << 16)  # data repeat their dates
def parse_date(
    value: str, formats: tuple[str, ...], century: str = "", unknown: tuple[str, ...] = ()
) -> tuple[str, str]:
    """ISO 8601 date and a problem: one of them is blank.

    century  the first year that a year of two digits means
    unknown  markers of unknown parts, besides UN, UNK, UNKN and NK

    >>> parse_date("03AUG2025", ("YYYY-MM-DD", "DDMONYYYY"))
    ('2025-08-03', '')
    >>> parse_date("2025-UN-UN", ("YYYY-MM-DD",))
    ('2025', '')
    >>> parse_date("2025-02-30", ("YYYY-MM-DD",))
    ('', 'is no day of the calendar')
    """
    for format_ in formats:
        if format_ in _FIRST_DAY:
            if re.fullmatch("-?[0-9]{1,7}", value):
                return _day(format_, int(value))
            continue
        match = date_pattern(format_, unknown).fullmatch(value)
        if match:
            parts = match.groupdict()
            for part in ("m", "d"):  # a marker may be of digits
                parts[part] = "" if parts.get(part) in unknown else parts.get(part)
            if len(parts["y"]) == 2 and parts["y"].isdigit():
                parts["y"] = str(int(century) + (int(parts["y"]) - int(century)) % 100)
            return _iso(parts)
    return "", f"is not written as {' or '.join(formats)}"


def _day(format_: str, days: int) -> tuple[str, str]:
    """The day of a number; Excel counts a 29th of February 1900, so that its days are right from March on (61)."""
    try:
        if format_ == EXCEL and days < 61:
            raise OverflowError
        return (_FIRST_DAY[format_] + timedelta(days)).isoformat(), ""
    except OverflowError:
        return "", "is no day of the calendar"


def _iso(parts: dict[str, str | None]) -> tuple[str, str]:
    year, day = parts["y"] or "", parts.get("d") or ""
    month = _MONTHS.get((parts.get("b") or "").upper(), parts.get("b") or parts.get("m") or "")
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


def parse_time(value: str) -> tuple[str, str]:
    """ISO 8601 time of day and a problem: one of them is blank.

    >>> parse_time("8:30"), parse_time("25:00")
    (('08:30', ''), ('', 'is not a time of day (HH:MM or HH:MM:SS)'))
    """
    match = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?", value)
    if not match or int(match[1]) > 23 or int(match[2]) > 59 or int(match[3] or 0) > 59:
        return "", "is not a time of day (HH:MM or HH:MM:SS)"
    return ":".join([f"{int(match[1]):02}", match[2], *([match[3]] if match[3] else [])]), ""
