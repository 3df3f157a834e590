"""The Kaplan-Meier figure."""

from __future__ import annotations

import pytest
from figure_texts import texts
from survival_data import LUNG

from onespec.results.figures.axis import Axis
from onespec.results.figures.kaplan_meier import Arm, kaplan_meier_figure
from onespec.results.statistics.kaplan_meier import kaplan_meier


def test_numbers_at_risk_stand_below_the_axis():
    """As the times themselves tell; the last tick lies beyond all."""
    arms = [Arm(name, kaplan_meier(*LUNG.of(sex))) for sex, name in ((1, "Male"), (2, "Female"))]
    found = texts(kaplan_meier_figure(arms, Axis("Days", 180), "Survival"))
    begin = found.index("Number at risk")
    steps = range(0, 1081, 180)
    expected = [
        [name, *(str((LUNG.of(sex)[0] >= day).sum()) for day in steps)] for sex, name in ((1, "Male"), (2, "Female"))
    ]
    assert found[begin + 1 : begin + 17] == expected[0] + expected[1]
    assert {"Days", "Survival", "1080"} <= set(found)
    assert found.count("Male") == found.count("Female") == 2  # in the legend, too


def test_steps_dashes_censored_and_limits():
    curve = kaplan_meier([1, 2, 3], [True, False, True])
    axes = kaplan_meier_figure([Arm("All", curve, "plain")], Axis("Days"), "Survival").figure.axes[0]
    steps, censored, median = axes.lines
    assert steps.get_drawstyle() == "steps-post"
    assert steps.get_xdata().tolist() == [0, 1, 2, 3]
    assert steps.get_ydata() == pytest.approx([1, 2 / 3, 2 / 3, 0])
    assert censored.get_xydata().tolist() == [[2, pytest.approx(2 / 3)]]
    assert median.get_xydata().tolist() == [[0, 0.5], [3, 0.5], [3, 0]]
    assert len(axes.collections) == 1  # the limits


def test_without_events_or_subjects():
    """An arm of nobody has a line at 1 of no length, and no median."""
    arms = [Arm("None", kaplan_meier([], [])), Arm("Censored", kaplan_meier([2], [False]))]
    found = texts(kaplan_meier_figure(arms, Axis("Days", 1), "Survival"))
    begin = found.index("Number at risk")
    assert found[begin + 1 : begin + 9] == "None 0 0 0 Censored 1 1 1".split()
