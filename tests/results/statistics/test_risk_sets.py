"""Who was at risk at each event."""

from __future__ import annotations

from onespec.results.statistics.risk_sets import risk_sets


def test_counts_by_time_and_group():
    sets = risk_sets([1, 2, 2, 3, 5], [True, True, False, True, False], ["b", "a", "b", "a", "a"])
    assert sets.groups == ("a", "b")
    assert sets.at_risk.tolist() == [[3, 2], [3, 1], [2, 0]]
    assert sets.events.tolist() == [[0, 1], [1, 0], [1, 0]]


def test_whoever_leaves_before_the_first_event_is_at_risk_of_none():
    sets = risk_sets([0.5, 1, 2], [False, True, False], [0, 0, 1])
    assert sets.at_risk.tolist() == [[1, 1]] and sets.events.tolist() == [[1, 0]]
