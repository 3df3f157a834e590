# pyright: standard
"""Numbers of a transport file: IEEE 754 doubles to and from IBM System/360 doubles.

An IBM double is ``sign * 0.fraction * 16 ** (exponent - 64)``: 1 sign bit, 7 exponent bits and
56 fraction bits, where an IEEE double has 53.  The first hexadecimal digit of the fraction is
not zero, which costs at most three leading bits, so that every IEEE double within range,
``2 ** -260 <= |x| < 2 ** 252`` (5.4e-79 to 7.2e75), has exactly one IBM double of equal value.
A missing value is its code in the first byte, ``.``, ``_`` or ``A`` to ``Z``, and seven zero bytes.

Source: SAS technical note TS-140, "Record Layout of a SAS Version 5 or 6 Data Set in SAS
Transport (XPORT) Format", sections on numeric data and missing values.
"""

from __future__ import annotations

import struct

import numpy as np

SMALLEST = 2.0**-260
BEYOND = 2.0**252
SPECIAL = "_ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_SIGN = np.uint64(1 << 63)
_FRACTION = np.uint64((1 << 52) - 1)
_HIDDEN_ONE = np.uint64(1 << 52)
_IBM_FRACTION = np.uint64((1 << 56) - 1)
_MISSING = np.uint64(ord("."))
_CODES = np.frombuffer(("." + SPECIAL).encode(), np.uint8).astype(np.uint64)
# By the first byte of an IBM double: the factor of its fraction, whether it is the code of a missing value, and the
# bits of the IEEE double of that.
_FACTOR = np.ldexp(np.repeat([1.0, -1.0], 128), 4 * (np.arange(256) & 0x7F) - (4 * 64 + 56))
_IS_CODE = np.isin(np.arange(256), _CODES)
_NO_NUMBER = np.uint64(0xFFFF << 48) | (~np.arange(256, dtype=np.uint64) & 0xFF) << 40
_NO_NUMBER[ord(".")] = np.float64("nan").view(np.uint64)


def special_missing(code: str) -> float:
    """The special missing value ``._`` or ``.A`` to ``.Z`` as a not-a-number that keeps its code.

    code     ``_`` or one letter ``A`` to ``Z``; ValueError for anything else.

    The bits are those with which SAS itself keeps missing values on IEEE machines: two bytes
    FF, the complement of the code, five bytes 00.  Copies keep them; arithmetic, and storage
    that knows only one kind of null, may turn it into the ordinary missing value.
    """
    if len(code) != 1 or code not in SPECIAL:
        raise ValueError(f"A special missing value is _ or a letter A to Z, not {code!r}.")
    return struct.unpack(">d", bytes([0xFF, 0xFF, ~ord(code) & 0xFF, 0, 0, 0, 0, 0]))[0]


def missing_codes(values: np.ndarray) -> np.ndarray:
    """The missing-value code of each number.

    values   float64, shape (n,)
    returns  text of one character, shape (n,): empty for a number, ``.`` for an ordinary
             missing value, ``_`` or ``A`` to ``Z`` for one made by `special_missing`
    """
    codes = np.zeros(len(values), dtype=np.uint32)
    missing = np.isnan(values)
    codes[missing] = _code_of(values.view(np.uint64)[missing])
    return codes.view("U1")


def _code_of(bits: np.ndarray) -> np.ndarray:
    """The code byte in the bits of not-a-numbers; any foreign payload is an ordinary missing."""
    code = ~(bits >> 40) & 0xFF
    ours = bits == (np.uint64(0xFFFF << 48) | (~code & 0xFF) << 40)
    return np.where(ours & np.isin(code, _CODES), code, _MISSING)


def unrepresentable(values: np.ndarray) -> np.ndarray:
    """Which numbers no IBM double holds: infinite, too large, or so small that they become 0.

    values   float64, shape (n,)
    returns  bool, shape (n,); False for zero and for missing values
    """
    size = np.abs(values)
    return (size >= BEYOND) | ((size < SMALLEST) & (size != 0))


def to_ibm(values: np.ndarray) -> np.ndarray:
    """IBM doubles of equal value.  Negative zero becomes zero: readers disagree on its IBM form.

    values   float64, shape (n,), contiguous, none of them `unrepresentable`; NaN is missing
    returns  uint64, shape (n,); its big-endian bytes are those of the file
    """
    bits = values.view(np.uint64)
    # 2 ** e with e = power - 1023 is 2 ** (e mod 4) * 16 ** (e div 4).  1024 is a multiple of 4,
    # so that both parts can be taken from power + 1, which is never negative.
    power = ((bits >> 52) & 0x7FF) + 1
    fraction = ((bits & _FRACTION) | _HIDDEN_ONE) << (power & 3)
    words = (bits & _SIGN) | ((power >> 2) - 191 << 56) | fraction
    words[values == 0] = 0
    missing = np.isnan(values)
    if missing.any():
        words[missing] = _code_of(bits[missing]) << 56
    return words


def malformed(words: np.ndarray) -> np.ndarray:
    """Which IBM words are neither a number nor a missing value: no fraction, and no known code.

    words    uint64, shape (n,)
    returns  bool, shape (n,)
    """
    found = words & _IBM_FRACTION == 0
    rows = np.flatnonzero(found)
    first = words[rows] >> 56
    found[rows] = ~(_IS_CODE[first] | (first & 0x7F == 0))
    return found


def from_ibm(words: np.ndarray) -> np.ndarray:
    """IEEE doubles of equal value; bits beyond the 53rd are cut, as TS-140's own routine does.

    words    uint64, shape (n,), none of them `malformed`
    returns  float64, shape (n,); missing values as `special_missing` makes them, ``.`` as NaN
    """
    fraction, first = words & _IBM_FRACTION, (words >> 56).view(np.intp)
    if (fraction & 7).any():
        excess = sum((fraction >> bit != 0).astype(np.uint64) for bit in (53, 54, 55))
        fraction = fraction >> excess << excess
    values = fraction.astype(np.float64)
    values *= _FACTOR.take(first)
    values += 0.0  # a zero read from 0x80 has no sign
    rows = np.flatnonzero(values == 0)
    rows = rows[_IS_CODE[first[rows]]]
    values.view(np.uint64)[rows] = _NO_NUMBER[first[rows]]
    return values
