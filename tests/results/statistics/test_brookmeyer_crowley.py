"""Quantiles of a survival curve, held against R and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight
from survival_data import AML, LUNG

from onespec.results.statistics.brookmeyer_crowley import Quantile, brookmeyer_crowley
from onespec.results.statistics.kaplan_meier import kaplan_meier


def median(of, interval="log-log"):
    found = brookmeyer_crowley(kaplan_meier(*of), interval=interval)
    return found.estimate, found.lower, found.upper


@pytest.mark.parametrize(
    ("sex", "interval", "expected"),
    [
        (None, "log-log", (310, 284, 361)),
        (1, "log-log", (270, 210, 306)),
        (2, "log-log", (426, 345, 524)),
        (None, "log", (310, 285, 363)),
        (1, "log", (270, 212, 310)),
        (2, "log", (426, 348, 550)),
    ],
)
def test_medians_of_lung_in_r(sex, interval, expected):
    """R 4.2.2, survival 3.5-3."""
    assert median(LUNG.of(sex) if sex else (LUNG.times, LUNG.events), interval) == expected


def test_quartiles_of_lung_in_r():
    curve = kaplan_meier(LUNG.times, LUNG.events)
    assert brookmeyer_crowley(curve, 0.25) == Quantile(170, 144, 194)
    assert brookmeyer_crowley(curve, 0.75) == Quantile(550, 457, 643)


@pytest.mark.parametrize(
    ("group", "interval", "expected"),
    [
        ("maintained", "log", (31, 18, None)),
        ("maintained", "log-log", (31, 13, None)),
        ("maintained", "plain", (31, 18, 48)),
        ("not", "log", (23, 8, None)),
        ("not", "log-log", (23, 5, 33)),
        ("not", "plain", (23, 8, 33)),
    ],
)
def test_medians_of_aml_in_r(group, interval, expected):
    assert median(AML.of(group), interval) == expected


def test_a_curve_on_the_height_gives_the_middle():
    """Of times 1, 2, 3, 4 the curve lies on 0.5 from 2 to 3: R and SAS give 2.5, lifelines 2, statsmodels 3."""
    assert median(([1, 2, 3, 4], [True] * 4)) == (2.5, 1, None)


def test_a_product_that_is_the_height_but_for_rounding():
    """R's own example: an even number of subjects, no ties; the product of fractions is not always exactly 0.5."""
    inexact = 0
    for half in range(1, 60):
        curve = kaplan_meier(range(1, 2 * half + 1), [True] * 2 * half)
        inexact += curve.survival[half - 1] != 0.5
        assert brookmeyer_crowley(curve).estimate == half + 0.5
    assert inexact


def test_a_curve_that_ends_on_the_height_has_no_quantile():
    """It is never below.  SAS has none either; R gives 2."""
    assert median(([1, 2, 5, 6], [True, True, False, False]))[0] is None


def test_a_censored_time_on_the_height_is_no_end_of_it():
    assert median(([1, 2, 3, 4, 5, 6], [True, True, True, False, True, True]))[0] == 4


@pytest.mark.parametrize("subjects", [([], []), ([1, 2, 3], [False] * 3), ([1, 2, 3], [True, False, False])])
def test_what_is_not_reached(subjects):
    assert median(subjects)[0] is None and median(subjects)[2] is None


@pytest.mark.parametrize("probability", [0, 1, 50])
def test_a_probability_that_is_none(probability):
    with pytest.raises(ValueError, match="between 0 and 1"):
        brookmeyer_crowley(kaplan_meier([1], [True]), probability)


@given(
    st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=2, max_size=40), st.sampled_from([0.25, 0.5, 0.75])
)
def test_statsmodels_finds_the_same_where_no_stretch_lies_on_the_height(given, probability):
    times, events = np.array([t for t, _ in given]), np.array([e for _, e in given])
    curve = kaplan_meier(times, events)
    found = brookmeyer_crowley(curve, probability)
    if (abs(curve.survival - (1 - probability)) < 1e-6).any():
        assert found.estimate is None or found.estimate > min(times)
        return
    other = SurvfuncRight(times, events).quantile(probability)
    assert found.estimate == (None if np.isnan(other) else other)


@given(st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=2, max_size=40))
def test_the_interval_holds_the_median(given):
    curve = kaplan_meier([t for t, _ in given], [e for _, e in given])
    for interval in ("log-log", "log", "plain"):
        found = brookmeyer_crowley(curve, interval=interval)
        if found.estimate is not None:
            assert found.lower is None or found.lower <= found.estimate
            assert found.upper is None or found.upper >= found.estimate
