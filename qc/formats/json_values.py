"""Values of Dataset-JSON as numbers.

Source: CDISC Dataset-JSON Specification 1.1, "Data types": a decimal is a text; a date, time or date-time with
``targetDataType`` integer is a complete ISO 8601 text of a number that SAS counts from 1960-01-01.
"""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal, InvalidOperation

EXACT = ("integer", "decimal")
NUMBERS = (*EXACT, "float", "double", "boolean")
TIMES = ("date", "datetime", "time")

_EPOCH, _DAY = date(1960, 1, 1).toordinal(), 86400
_TIME = r"(\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?"
_PATTERNS = {
    "date": re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII),
    "datetime": re.compile(rf"(\d{{4}})-(\d\d)-(\d\d)T{_TIME}", re.ASCII),
    "time": re.compile(_TIME, re.ASCII),
}
_WRITTEN = {"date": "YYYY-MM-DD", "datetime": "YYYY-MM-DDTHH:MM:SS", "time": "HH:MM:SS"}


class NotOfType(ValueError):
    """Half a sentence: what is wrong with a value."""


def number_in(value: object, kind: str) -> Decimal | float:
    """A value that is not null; Decimal for the types of `EXACT`.  Raises `NotOfType`."""
    if kind in TIMES:
        return _moment(value, kind)
    if kind == "boolean":
        if value in (True, False):
            return float(value)  # pyright: ignore[reportArgumentType]
        raise NotOfType("is neither true nor false")
    try:
        number = Decimal(value if isinstance(value, Decimal | str) else str(value + 0))  # pyright: ignore[reportOperatorIssue]
    except (InvalidOperation, TypeError):
        raise NotOfType("is no number") from None
    if isinstance(value, bool) or not number.is_finite() or isinstance(value, str) and not _is_plain(value):
        raise NotOfType("is no number")
    if kind == "integer" and number != number.to_integral_value():
        raise NotOfType("is no whole number")
    return number if kind in EXACT else float(number)


def _is_plain(text: str) -> bool:
    return text.isascii() and "_" not in text


def _moment(value: object, kind: str) -> float:
    """Days, or seconds, from the beginning of 1960 or of the day."""
    found = _PATTERNS[kind].fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise NotOfType(f"is not written as {_WRITTEN[kind]}")
    parts = found.groups()
    days = _days(*parts[:3]) if kind != "time" else 0
    if kind == "date":
        return float(days)
    hour, minute, second = (float(part or 0) for part in parts[-3:])
    if hour > 23 or minute > 59 or second >= 60:
        raise NotOfType("is no time of day")
    return math.fsum([days * _DAY, hour * 3600, minute * 60, second])


def _days(year: str, month: str, day: str) -> int:
    try:
        return date(int(year), int(month), int(day)).toordinal() - _EPOCH
    except ValueError:
        raise NotOfType("is no day of the calendar") from None
