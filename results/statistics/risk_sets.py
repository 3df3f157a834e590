"""Who was at risk at each time of an event, and whom it befell, in each of several groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onespec.results.statistics.arrays import Marks, Numbers, times_and_events


@dataclass(frozen=True)
class RiskSets:
    """Counts by time of an event (rows) and group (columns, in order of their labels)."""

    groups: tuple[object, ...]
    at_risk: np.ndarray
    events: np.ndarray


def risk_sets(times: Numbers, events: Marks, groups: np.ndarray | list) -> RiskSets:
    """Errors: ValueError when a time is missing or negative, or when there is not one group a subject."""
    time, event = times_and_events(times, events)
    labels, of_group = np.unique(np.asarray(groups), return_inverse=True)
    if of_group.shape != time.shape:
        raise ValueError(f"{time.size} times, {of_group.size} groups: one of each a subject is needed")
    distinct = np.unique(time[event])
    shape = (distinct.size + 1, labels.size)
    left = np.zeros(shape, int)  # by the last time of an event at which a subject was at risk; row 0: before the first
    np.add.at(left, (np.searchsorted(distinct, time, side="right"), of_group), 1)
    happened = np.zeros(shape, int)
    np.add.at(happened, (np.searchsorted(distinct, time[event]) + 1, of_group[event]), 1)
    at_risk = np.cumsum(left[::-1], axis=0)[::-1]
    return RiskSets(tuple(labels.tolist()), at_risk[1:], happened[1:])
