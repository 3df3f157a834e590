"""What the methods for findings share: reading a result such as ``5.1``, ``<0.5``, ``>=1000``, ``2+``."""

import re
from decimal import Decimal

import numpy as np

from onespec.engine.columns import Column, Number, Text
from onespec.engine.notation import RESULT

_DEGREE = re.compile(r"[0-9]\+")


def parts(result: str) -> tuple[str, Decimal | None]:
    """Comparator and number of a result; no number when the result is qualitative.

    >>> parts("<0.5"), parts("2+")
    (('<', Decimal('0.5')), ('', None))
    """
    found = RESULT.fullmatch(result.strip())
    return (found[1] or "", Decimal(found[2])) if found else ("", None)


def misread(result: str) -> bool:
    """Whether a result holds digits and is neither a number nor a degree such as ``2+``.

    >>> misread("12,5"), misread("~12.5"), misread("2+"), misread("NEGATIVE")
    (True, True, False, False)
    """
    digits = any("0" <= c <= "9" for c in result)
    return digits and parts(result)[1] is None and not _DEGREE.fullmatch(result.strip())


def comparator(results: Column) -> Text:
    """``<``, ``<=``, ``>``, ``>=`` or blank."""
    return results.each(_comparator)


def _comparator(result: str) -> str:
    return parts(result)[0]


def limit(results: Column) -> Number:
    """The number of each result, its comparator left aside; missing when it is qualitative."""
    return results.each(_limit)


def _limit(result: str) -> float:
    number = parts(result)[1]
    return np.nan if number is None else float(number)


def shown(value: Decimal) -> str:
    """A number as plain text without trailing zeros: ``5``, ``0.25``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
