"""Confidence limits of a survival curve, held against R."""

from __future__ import annotations

import numpy as np
import pytest
from survival_data import LUNG

from onespec.results.statistics.kaplan_meier import kaplan_meier
from onespec.results.statistics.survival_limits import INTERVALS, normal_reach, survival_limits, survival_limits_at


@pytest.mark.parametrize(
    ("sex", "lower", "upper"),
    [
        (1, [0.5584124730, 0.2527291433], [0.7180135982, 0.4213021682]),
        (2, [0.7483809162, 0.4035798233], [0.9035043043, 0.6353162328]),
    ],
)
def test_lung_of_r_log_log(sex, lower, upper):
    """R 4.2.2, survival 3.5-3, conf.type = "log-log", at 180 and 365 days."""
    found = survival_limits_at(kaplan_meier(*LUNG.of(sex)), [180, 365])
    assert found[0] == pytest.approx(lower, abs=1e-10)
    assert found[1] == pytest.approx(upper, abs=1e-10)


def test_limits_by_hand():
    """One of four: S 0.75, standard error of log(S) sqrt(1/12)."""
    curve = kaplan_meier([1, 2, 3, 4], [True] * 4)
    error = normal_reach(0.95) * (1 / 12) ** 0.5
    hazard = np.log(0.75)
    expected = {
        "log-log": (0.75 ** np.exp(-error / hazard), 0.75 ** np.exp(error / hazard)),
        "log": (0.75 * np.exp(-error), 1),
        "plain": (0.75 - 0.75 * error, 1),
    }
    for interval, limits in expected.items():
        found = survival_limits(curve, interval)
        assert (found[0][0], found[1][0]) == pytest.approx(limits)


@pytest.mark.parametrize("interval", INTERVALS)
def test_a_curve_at_zero_has_no_limits(interval):
    lower, upper = survival_limits(kaplan_meier([1, 2], [True, True]), interval)
    assert np.isnan([lower[-1], upper[-1]]).all()
    assert not np.isnan([lower[0], upper[0]]).any()


def test_a_curve_at_one():
    """Before the first event nothing is known of the spread: log-log has no limits, the other scales have 1 and 1."""
    curve = kaplan_meier([3, 4], [True, False])
    assert np.isnan(survival_limits_at(curve, [1])).all()
    for interval in ("log", "plain"):
        assert np.array(survival_limits_at(curve, [1], interval)).tolist() == [[1], [1]]


@pytest.mark.parametrize("interval", INTERVALS)
def test_a_higher_level_reaches_farther(interval):
    curve = kaplan_meier(LUNG.times, LUNG.events)
    narrow, wide = (survival_limits(curve, interval, level) for level in (0.9, 0.95))
    inside = (curve.survival > 0.05) & (curve.survival < 0.95)
    assert (wide[0] < narrow[0])[inside].all() and (wide[1] > narrow[1])[inside].all()


def test_the_reach_of_an_interval():
    assert normal_reach(0.95) == pytest.approx(1.959963984540054)
    with pytest.raises(ValueError, match="a confidence level of 95"):
        normal_reach(95)


def test_an_interval_that_does_not_exist():
    with pytest.raises(ValueError, match="no interval 'loglog'; there are log-log, log, plain"):
        survival_limits(kaplan_meier([1], [True]), "loglog")
