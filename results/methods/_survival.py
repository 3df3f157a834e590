"""The curves of an analysis of times to an event."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onespec.engine.contract import Bundle, NumberName
from onespec.results.contract import Source
from onespec.results.methods._stats import one_a_subject
from onespec.results.statistics.kaplan_meier import Curve, kaplan_meier


@dataclass(frozen=True)
class Times(Bundle):
    """The variables of a time to an event, and the unit in which it is shown."""

    time: NumberName
    censored: NumberName
    divisor: float = 1.0


@dataclass(frozen=True)
class Observed:
    """The subjects of a column who have a time: their curve, and which of the records are events."""

    source: Source
    times: np.ndarray
    events: np.ndarray
    without: int  # subjects with a record but no time

    @property
    def curve(self) -> Curve:
        return kaplan_meier(self.times, self.events)


def observed(source: Source, times: Times) -> list[Observed]:
    """One a column.

    Errors: ValueError when a subject has several records, when a time is negative, or has no mark of censoring.
    """
    one_a_subject(source, times.time)
    return [_observed(own, times) for own in source.each_group()]


def _observed(own: Source, times: Times) -> Observed:
    value, censored = own.number(times.time) / times.divisor, own.number(times.censored)
    there = ~np.isnan(value)
    if np.isnan(censored[there]).any():
        raise ValueError(f"{own.dataset}: a record has {times.time} and no {times.censored}")
    return Observed(own.take(there), value[there], censored[there] == 0, int((~there).sum()))
