"""Descriptive statistics, held against the standard library and numpy."""

from __future__ import annotations

import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.results.statistics.descriptive import Description, describe

NAN = float("nan")


def test_the_worked_example():
    found = describe([1, 2, 3, 4, NAN])
    assert (found.n, found.missing, found.mean, found.median) == (4, 1, 2.5, 2.5)
    assert (found.q1, found.q3, found.min, found.max) == (1.5, 3.5, 1, 4)
    assert found.sd == pytest.approx(1.2909944487358056)


@pytest.mark.parametrize(
    ("values", "quartiles"),
    [
        ([1], (1, 1, 1)),
        ([1, 2], (1, 1.5, 2)),
        ([1, 2, 3], (1, 2, 3)),
        ([1, 2, 3, 4, 5], (2, 3, 4)),
        (range(1, 9), (2.5, 4.5, 6.5)),
        ([5, 3, 1, 4, 2, 6], (2, 3.5, 5)),
    ],
)
def test_quartiles_by_definition_5_of_sas(values, quartiles):
    """n * p = j + g: the (j+1)th value, or the middle of it and the jth where g is 0."""
    found = describe(values)
    assert (found.q1, found.median, found.q3) == quartiles


def test_of_one_value_there_is_no_spread():
    assert describe([2.5]) == Description(1, 0, 2.5, None, 2.5, 2.5, 2.5, 2.5, 2.5)


@pytest.mark.parametrize("values", [[], [NAN, NAN]])
def test_without_a_value(values):
    assert describe(values) == Description(0, len(values))


def test_an_infinite_value():
    with pytest.raises(ValueError, match="infinite"):
        describe([1, float("inf")])


@given(st.lists(st.integers(-10_000, 10_000).map(lambda n: n / 100), min_size=2, max_size=50))
def test_others_find_the_same(values):
    found = describe(values)
    assert (found.mean, found.median) == pytest.approx((statistics.fmean(values), statistics.median(values)))
    assert found.sd == pytest.approx(statistics.stdev(values), abs=1e-12)
    q1, q3 = np.quantile(values, [0.25, 0.75], method="averaged_inverted_cdf")
    assert (found.q1, found.q3) == pytest.approx((q1, q3))


@given(st.lists(st.integers(-1000, 1000).map(lambda n: n / 10), min_size=1, max_size=30), st.randoms())
def test_the_order_of_the_values_does_not_matter(values, random):
    mixed = random.sample(values, len(values))
    assert describe(mixed) == describe(values)
