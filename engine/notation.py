"""How numbers are written: in a field of type number, and in a result of a test.

Digits are those of ASCII.  A decimal point, no decimal comma, no exponent and no mark for thousands, unless a field
declares its marks: what is written in another way is never taken for a number.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import lru_cache

PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
RESULT = re.compile(rf"([<>]=?)?[ ]*({PLAIN.pattern})")  # comparator and number
LONG = Context(prec=400)  # of digits: no number of a cell is rounded
_FULL_WIDTH = str.maketrans({**{chr(0xFEE0 + c): chr(c) for c in range(0x21, 0x7F)}, "\u3000": " ", "\u00a0": " "})


def narrow(value: str) -> str:
    """Full-width characters as ASCII; those of every other script stay what they are.

    >>> narrow("１２．５"), narrow("١٢")
    ('12.5', '١٢')
    """
    return value.translate(_FULL_WIDTH).strip()


def plain(value: str, decimal: str = ".", grouping: str = "") -> str:
    """A number, or a comparator and a number, with a decimal point and without marks for thousands.

    Blank where it is not written as declared.

    >>> plain("1.200,5", ",", "."), plain("< 0,5", ","), plain("1.5", ","), plain("12.00,5", ",", ".")
    ('1200.5', '< 0.5', '', '')
    """
    found = _written(decimal, grouping).fullmatch(value)
    if not found:
        return ""
    if decimal == "." and not grouping:
        return value
    comparator, sign, whole, fraction = found.groups(default="")
    return f"{comparator}{sign}{whole.replace(grouping, '') if grouping else whole}{fraction.replace(decimal, '.')}"


@lru_cache
def _written(decimal: str, grouping: str) -> re.Pattern[str]:
    """Comparator, sign, whole part and fraction of a number with these marks."""
    point, mark = re.escape(decimal), re.escape(grouping)
    whole = rf"[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+|[0-9]+" if grouping else "[0-9]+"
    return re.compile(rf"((?:[<>]=?)?[ ]*)([+-]?)(?=[0-9]|{point}[0-9])({whole})?({point}[0-9]*)?")


def exact(number: str) -> bool:
    """Whether a dataset's number (a double) is the number that is written.

    >>> exact("12.50"), exact("123456789012345678")
    (True, False)
    """
    written = Decimal(number)
    return len(written.as_tuple().digits) <= 15 or written == Decimal(repr(float(number)))


def one_way(number: str) -> str:
    """A number as it is written in one way: without needless zeros, digit by digit.

    >>> one_way("01"), one_way("1.50"), one_way("-0.0"), one_way("12345678901234567890"), one_way("")
    ('1', '1.5', '0', '12345678901234567890', '')
    """
    if not PLAIN.fullmatch(number):
        return number
    exact = Decimal(number)
    return format(exact.normalize(LONG), "f") if exact else "0"
