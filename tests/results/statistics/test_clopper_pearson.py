"""The exact interval of a proportion, held against R and statsmodels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from onespec.results.statistics.clopper_pearson import clopper_pearson


@pytest.mark.parametrize(
    ("count", "total", "lower", "upper"),
    [
        (0, 29, 0, 0.1194448691),
        (1, 29, 0.0008726469, 0.1776442955),
        (9, 29, 0.1528459396, 0.5083233538),
        (15, 29, 0.3253149964, 0.7055144170),
        (28, 29, 0.8223557045, 0.9991273531),
        (29, 29, 0.8805551309, 1),
        (0, 10, 0, 0.3084971078),
        (7, 20, 0.1539092048, 0.5921885345),
        (81, 263, 0.2527367456, 0.3676219226),
    ],
)
def test_intervals_of_r(count, total, lower, upper):
    """R 4.2.2, `binom.test`."""
    assert clopper_pearson(count, total) == pytest.approx((lower, upper), abs=1e-10)


def test_of_nobody_there_is_none():
    assert clopper_pearson(0, 0) is None


@pytest.mark.parametrize(("count", "total"), [(-1, 3), (4, 3)])
def test_what_is_no_proportion(count, total):
    with pytest.raises(ValueError, match="is no proportion"):
        clopper_pearson(count, total)


def test_a_level_in_percent_is_refused():
    with pytest.raises(ValueError, match="a confidence level of 95"):
        clopper_pearson(1, 3, 95)


@given(st.integers(1, 400), st.data(), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_statsmodels_finds_the_same(total, data, level):
    count = data.draw(st.integers(0, total))
    other = proportion_confint(count, total, 1 - level, method="beta")
    assert clopper_pearson(count, total, level) == pytest.approx(tuple(other), abs=1e-9)
