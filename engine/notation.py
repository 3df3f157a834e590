"""How numbers are written: in a field of type number, and in a result of a test.

Digits are those of ASCII.  A decimal point, no decimal comma, no exponent and no mark for thousands: what is written
in another way is never taken for a number.
"""

from __future__ import annotations

import re
from decimal import Decimal

PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
RESULT = re.compile(rf"([<>]=?)?[ ]*({PLAIN.pattern})")  # comparator and number
_FULL_WIDTH = str.maketrans({**{chr(0xFEE0 + c): chr(c) for c in range(0x21, 0x7F)}, "\u3000": " ", "\u00a0": " "})


def narrow(value: str) -> str:
    """Full-width characters as ASCII; those of every other script stay what they are.

    >>> narrow("１２．５"), narrow("١٢")
    ('12.5', '١٢')
    """
    return value.translate(_FULL_WIDTH).strip()


def exact(number: str) -> bool:
    """Whether a dataset's number (a double) is the number that is written.

    >>> exact("12.50"), exact("123456789012345678")
    (True, False)
    """
    written = Decimal(number)
    return len(written.as_tuple().digits) <= 15 or written == Decimal(repr(float(number)))
