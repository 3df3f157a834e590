"""The Kaplan-Meier curve, held against R and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight
from survival_data import LUNG

from onespec.results.statistics.kaplan_meier import at_risk_at, kaplan_meier, survival_at

EXAMPLE = kaplan_meier([6, 6, 7, 9], [True, False, True, False])

subjects = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=40)


def test_a_curve_by_hand():
    assert EXAMPLE.time.tolist() == [6, 7, 9]
    assert EXAMPLE.at_risk.tolist() == [4, 2, 1]
    assert EXAMPLE.events.tolist() == [1, 1, 0]
    assert EXAMPLE.censored.tolist() == [1, 0, 1]
    assert EXAMPLE.survival.tolist() == [0.75, 0.375, 0.375]
    assert EXAMPLE.std_error.tolist() == pytest.approx([0.75 * (1 / 12) ** 0.5, *[0.375 * (7 / 12) ** 0.5] * 2])
    assert EXAMPLE.subjects == 4


def test_the_height_at_given_times():
    """Before the first event 1; at an event what is left after it; nothing is known beyond the last censored time."""
    found = survival_at(EXAMPLE, [0, 5, 6, 6.5, 8, 9, 10])
    assert found[:-1].tolist() == [1, 1, 0.75, 0.75, 0.375, 0.375] and np.isnan(found[-1])


def test_a_curve_that_ends_at_zero_stays_there():
    curve = kaplan_meier([1, 2], [True, True])
    assert survival_at(curve, [2, 99]).tolist() == [0, 0]
    assert np.isnan(curve.std_error[-1])


def test_subjects_at_risk_at_given_times():
    """Whoever is censored or has the event on the day itself was at risk on it."""
    assert at_risk_at(EXAMPLE, [0, 6, 6.5, 7, 9, 10]).tolist() == [4, 4, 2, 2, 1, 0]


def test_nobody():
    curve = kaplan_meier([], [])
    assert curve.subjects == 0 and curve.time.size == 0
    assert at_risk_at(curve, [0, 5]).tolist() == [0, 0]
    assert np.isnan(survival_at(curve, [5])).all()


@pytest.mark.parametrize("times", [[1, np.nan], [1, np.inf], [1, -1]])
def test_a_time_that_is_none(times):
    with pytest.raises(ValueError, match="missing, infinite or negative"):
        kaplan_meier(times, [True, True])


def test_a_mark_for_each_time():
    with pytest.raises(ValueError, match="one of each a subject"):
        kaplan_meier([1, 2], [True])


def test_lung_of_r():
    """R 4.2.2, survival 3.5-3: `summary(survfit(Surv(time, status) ~ sex, lung), times = c(180, 365))`."""
    for sex, at_risk, survival in (
        (1, [89, 35], [0.6444650015, 0.3360878346]),
        (2, [71, 30], [0.8424017056, 0.5264630302]),
    ):
        curve = kaplan_meier(*LUNG.of(sex))
        assert at_risk_at(curve, [180, 365]).tolist() == at_risk
        assert survival_at(curve, [180, 365]) == pytest.approx(survival, abs=1e-10)


@given(subjects)
def test_statsmodels_finds_the_same(given):
    times, events = np.array([t for t, _ in given]), np.array([e for _, e in given])
    curve, other = kaplan_meier(times, events), SurvfuncRight(times, events)
    of_events = np.isin(curve.time, other.surv_times)
    assert curve.survival[of_events] == pytest.approx(other.surv_prob)
    assert curve.at_risk[of_events].tolist() == other.n_risk.tolist()
    assert curve.events[of_events].tolist() == other.n_events.tolist()
    inside = curve.survival[of_events] > 0
    assert curve.std_error[of_events][inside] == pytest.approx(other.surv_prob_se[inside])


@given(subjects)
def test_a_curve_falls_and_everybody_leaves_it(given):
    curve = kaplan_meier([t for t, _ in given], [e for _, e in given])
    assert (np.diff(curve.survival) <= 0).all()
    left = (curve.events + curve.censored)[:-1]
    assert (curve.at_risk[1:] == curve.at_risk[:-1] - left).all() and curve.at_risk[0] == len(given)
