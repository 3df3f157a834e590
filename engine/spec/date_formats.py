"""Formats of dates and times as crf.yaml declares them: pieces that stand for a part, and any signs between them."""

from __future__ import annotations

import re
from functools import lru_cache

_PIECES = re.compile("(YYYY|YY|MONTH|MON|MM|M|DD|D|HH|H|SS|AM)")
HALF = "half of the day"
_UNITS = {"Y": "year", "M": "month", "D": "day", "H": "hour", "S": "second", "A": HALF}
SAS, EXCEL = "SAS", "EXCEL"  # formats: a number of days
DATE, TIME = "date", "time"
BUILT_OF = {
    DATE: "YYYY, YY, MM, M, DD, D, MON and MONTH, such as YYYY-MM-DD; of date and time YYYY-MM-DDTHH:MM",
    TIME: "HH, H, MM, SS and AM, such as HH:MM or HH:MM AM",
}


@lru_cache
def pieces_of(format_: str) -> tuple[tuple[str, str], ...]:
    """The pieces of a format, each with what it stands for; "" of signs.  MM is minutes where an hour precedes it.

    >>> pieces_of("MM/YYYY HH:MM")
    (('MM', 'month'), ('/', ''), ('YYYY', 'year'), (' ', ''), ('HH', 'hour'), (':', ''), ('MM', 'minute'))
    """
    out: list[tuple[str, str]] = []
    for number, piece in enumerate(_PIECES.split(format_)):
        unit = _UNITS[piece[0]] if number % 2 else ""
        units = [u for _, u in out]
        if piece == "MM" and "hour" in units and "minute" not in units:
            unit = "minute"
        if piece:
            out.append((piece, unit))
    return tuple(out)


def units_of(format_: str) -> set[str]:
    """What a format tells: year, month, day, hour, minute, second, half of the day."""
    if format_ in (SAS, EXCEL):
        return {"year", "month", "day"}
    return {unit for _, unit in pieces_of(format_)} - {""}


def has_short_year(format_: str) -> bool:
    """Are its years of two digits?"""
    return format_ not in (SAS, EXCEL) and any(piece == "YY" for piece, _ in pieces_of(format_))


def format_fault(format_: str, kind: str = DATE) -> str:
    """What is wrong with a declared format of a date or time; blank when nothing is.

    >>> format_fault("dd/mm/yyyy"), format_fault("DD/DD/YYYY"), format_fault("YYYY年M月D日")
    ("'dd' stands for nothing", 'the day stands twice', '')
    >>> format_fault("YYYY-MM HH:MM"), format_fault("HH:MM AM", "time")
    ('it has a time of day, and no whole date before it', '')
    """
    if kind == DATE and format_ in (SAS, EXCEL):
        return ""
    pieces = pieces_of(format_)
    units = [unit for _, unit in pieces if unit]
    signs = [
        "" if sign == "T" and [unit for _, unit in pieces[at + 1 : at + 2]] == ["hour"] else sign
        for at, (sign, unit) in enumerate(pieces)
        if not unit
    ]
    stray = re.search("[A-Za-z]+", " ".join(signs))
    if stray:
        return f"'{stray[0]}' stands for nothing"
    twice = next((unit for unit in units if units.count(unit) > 1), "")
    if twice:
        return f"the {twice} stands twice"
    of_time = {"hour", "minute", "second", HALF} & set(units)
    if of_time and ("hour" not in units or ("second" in units and "minute" not in units)):
        return "it has a part of a time of day, and not the greater one before it"
    if kind == TIME:
        return "it has a part of a date" if set(units) - of_time else "" if of_time else "it has no hour"
    if of_time and not {"year", "month", "day"} <= set(units):
        return "it has a time of day, and no whole date before it"
    return "" if "year" in units else "it has no year"
