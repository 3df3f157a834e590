"""Numbers as texts."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.results.statistics.decimals import decimals, description_texts, percent_text, rounded_text
from onespec.results.statistics.descriptive import describe

NAN = float("nan")


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([7, 7.25, NAN], 2),
        ([7, 120], 0),
        ([], 0),
        ([NAN], 0),
        ([0.1 + 0.2, 7.3 - 7.1], 1),
        ([1 / 3], 4),
        ([1e-7], 4),
        ([1200.0], 0),
    ],
)
def test_decimals_of_values(values, found):
    """At most four; what is computed of values with one decimal has one."""
    assert decimals(values) == found


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (0.15, 1, "0.2"),  # the double is below 0.15
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (-2.5, 0, "-3"),
        (0.1 + 0.05, 1, "0.2"),
        (0.14999999999999997, 1, "0.2"),  # a computed 0.15
        (0.1499, 1, "0.1"),
        (-0.04, 1, "0.0"),
        (3, 2, "3.00"),
        (1e21, 0, "1" + "0" * 21),
        (None, 1, ""),
        (NAN, 1, ""),
    ],
)
def test_a_half_is_rounded_away_from_zero(value, places, text):
    assert rounded_text(value, places) == text


@given(st.integers(-(10**9), 10**9), st.integers(0, 5))
def test_decimals_are_rounded_as_they_are_written(whole, places):
    written = Decimal(whole).scaleb(-6)
    expected = written.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert Decimal(rounded_text(float(written), places)) == expected


@pytest.mark.parametrize(
    ("count", "total", "text"),
    [(1, 16, "6.3"), (1, 3, "33.3"), (2, 3, "66.7"), (0, 9, "0.0"), (9, 9, "100.0"), (0, 0, "")],
)
def test_percent(count, total, text):
    assert percent_text(count, total) == text


def test_a_description_as_a_table_shows_it():
    assert description_texts(describe([1, 2, 2, NAN]), 0) == {
        "n": "3",
        "missing": "1",
        "mean": "1.7",
        "sd": "0.58",
        "median": "2.0",
        "q1": "1.0",
        "q3": "2.0",
        "min": "1",
        "max": "2",
    }


def test_a_description_of_nothing_is_blank():
    texts = description_texts(describe([]), 1)
    assert texts.pop("n") == "0" and texts.pop("missing") == "0" and set(texts.values()) == {""}
