"""IBM doubles, against the definition of their value and against published examples."""

import math
import struct
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.engine.xpt.ibm import (
    BEYOND,
    SMALLEST,
    SPECIAL,
    from_ibm,
    malformed,
    missing_codes,
    special_missing,
    to_ibm,
    unrepresentable,
)

in_range = st.one_of(
    st.just(0.0),
    st.floats(min_value=SMALLEST, max_value=math.nextafter(BEYOND, 0)),
    st.floats(min_value=-math.nextafter(BEYOND, 0), max_value=-SMALLEST),
)


def floats(*values):
    return np.array(values, dtype=np.float64)


def hex_words(values):
    return [f"{int(word):016X}" for word in to_ibm(values)]


def ibm_value(word: int) -> Fraction:
    """The value by definition: sign * 0.fraction * 16 ** (exponent - 64)."""
    sign = -1 if word >> 63 else 1
    fraction = Fraction(word & (1 << 56) - 1, 1 << 56)
    return sign * fraction * Fraction(16) ** ((word >> 56 & 0x7F) - 64)


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (0.0, "0000000000000000"),
        (-0.0, "0000000000000000"),
        (1.0, "4110000000000000"),
        (-1.0, "C110000000000000"),
        (2.0, "4120000000000000"),
        (16.0, "4210000000000000"),
        (0.5, "4080000000000000"),
        (-118.625, "C276A00000000000"),  # the worked example of "IBM hexadecimal floating-point"
        (0.1, "401999999999999A"),
        (math.pi, "413243F6A8885A30"),
        (SMALLEST, "0010000000000000"),
        (math.nextafter(BEYOND, 0), "7FFFFFFFFFFFFFF8"),
        (math.nan, "2E00000000000000"),
    ],
)
def test_words_by_hand(value, word):
    assert hex_words(floats(value)) == [word]


@given(st.lists(in_range, min_size=1, max_size=20))
def test_every_double_in_range_keeps_its_exact_value(values):
    words = to_ibm(floats(*values))
    assert [ibm_value(int(word)) for word in words] == [Fraction(value) for value in values]
    assert from_ibm(words).tolist() == values


@given(st.lists(in_range.filter(bool), min_size=1, max_size=20))
def test_words_are_normalised(values):
    assert (to_ibm(floats(*values)) >> 52 & 0xF).all()


def test_range_ends():
    inside = floats(SMALLEST, -SMALLEST, math.nextafter(BEYOND, 0), 0.0, -0.0, math.nan)
    outside = floats(math.nextafter(SMALLEST, 0), 5e-324, -1e-300, BEYOND, -BEYOND, 1e80, math.inf, -math.inf)
    assert not unrepresentable(inside).any()
    assert unrepresentable(outside).all()


def test_special_missing_values_keep_their_code():
    values = floats(*[special_missing(code) for code in SPECIAL], math.nan, 1.5)
    assert np.isnan(values[:-1]).all()
    words = to_ibm(values)
    assert [chr(int(word) >> 56) for word in words[:-1]] == [*SPECIAL, "."]
    assert not (words[:-1] & (1 << 56) - 1).any()
    assert missing_codes(values).tolist() == [*SPECIAL, ".", ""]
    assert missing_codes(from_ibm(words)).tolist() == [*SPECIAL, ".", ""]


def test_foreign_payloads_are_ordinary_missing_values():
    patterns = [
        "7FF8000000000000",
        "FFF8000000000000",
        "7FF00000000007A2",
        "FFFFBE0000000001",
        "FFFFFF0000000000",
        "FFFFFFFFFFFFFFFF",
    ]
    values = floats(*[struct.unpack(">d", bytes.fromhex(pattern))[0] for pattern in patterns])
    assert hex_words(values) == ["2E00000000000000"] * len(patterns)


@pytest.mark.parametrize("code", ["", "a", ".", "AB", "1", "Ä"])
def test_special_missing_refuses_other_codes(code):
    with pytest.raises(ValueError, match="_ or a letter A to Z"):
        special_missing(code)


def test_numbers_that_no_ieee_machine_wrote():
    words = np.array([0x4101000000000000, 0x41FFFFFFFFFFFFFF, 0x8000000000000000, 0xC11FFFFFFFFFFFFF], np.uint64)
    values = from_ibm(words)
    assert values.tolist() == [1 / 16, math.nextafter(16, 0), 0.0, -math.nextafter(2, 0)]
    assert not np.signbit(values[2])


def test_malformed_words():
    words = [
        0x0000000000000000,
        0x2E00000000000000,
        0x4100000000000000,
        0x8000000000000000,
        0x4000000000000000,
        0x6100000000000000,
        0x4000000000000001,
    ]
    assert malformed(np.array(words, np.uint64)).tolist() == [False] * 4 + [True, True, False]


def test_empty():
    assert to_ibm(floats()).shape == from_ibm(np.array([], np.uint64)).shape == (0,)
