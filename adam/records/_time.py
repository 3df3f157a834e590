"""Which event and which date of censoring count for a subject: the rules of `time_to_event` as whole columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from onespec.adam.methods._dates import complete
from onespec.adam.records._choose import NONE, first, last, owner
from onespec.engine.contract import Name, Selection


@dataclass(kw_only=True)
class Event(Selection):
    """Records whose date is an event; ``set`` describes it."""

    date: Name
    imputed: Name = ""  # variable that flags an imputed date
    sequence: Name = ""  # variable that identifies the record within subject


@dataclass(kw_only=True)
class Censor(Event):
    """Records whose date is a date to censor at, or a reason to; CNSR is the number of the reason."""

    CNSR: int


class Decision:
    """What the rules find for each subject, before it becomes records.

    begins, cut      start of the subject's time; dates after ``cut`` do not count
    event, stop      earliest event; earliest date after which nothing counts
    stopped          the subject is censored because of ``stop``
    unassessed       never assessed, and too many assessments were missed before the event
    before, missed   latest adequate record before the event; how many assessments were missed between the two
    gap              the subject is censored because too many were missed
    counts           the event counts
    """

    def __init__(
        self,
        source: Selection,
        start: str,
        until: str,
        events: Sequence[Event],
        stop_at: Sequence[Censor],
        assessed: Event | None,
        missed: Censor | None,
        schedule: pd.DataFrame | None,
        day_1: pd.Series | None,
        fewest: int,
    ):
        self.cut, self.begins = complete(until), source.frame[start].to_numpy()
        self.event, self.stop = Choice(source, events, self.cut), Choice(source, stop_at, self.cut)
        self.stopped = self.stop.found & ~(self.event.date <= self.stop.date)
        self.standing = self.event.found & ~self.stopped
        n, day_1 = len(self.begins), source.subject.map(day_1) if day_1 is not None else None
        self.missed_in_all = between(self.begins, self.event.date, schedule, day_1) if assessed else np.zeros(n)
        never = ~Choice(source, [assessed] if assessed else [], self.cut).found & bool(assessed)
        self.unassessed = never & self.event.found & (self.missed_in_all >= fewest)
        self.before = Choice(source, [missed] if missed else [], self.event.date - 1, latest=True)
        self.since = np.where(self.before.found, self.before.date, self.begins)
        self.missed = between(self.since, self.event.date, schedule, day_1) if missed else np.zeros(n)
        self.gap = self.standing & ~self.unassessed & (self.missed >= fewest) & bool(missed)
        self.counts = self.standing & ~self.unassessed & ~self.gap
        self.censor_until = np.where(self.stopped, self.stop.date, self.cut)


def between(since: np.ndarray, event: np.ndarray, schedule: pd.DataFrame, day_1: pd.Series) -> np.ndarray:
    """How many scheduled assessments have their whole window strictly between the two dates."""
    zero = day_1.to_numpy() - 1
    day, window = (schedule[column].astype(float).to_numpy() for column in ("DAY", "WINDOW"))
    opened_before = np.searchsorted(np.sort(day - window), since - zero, side="right")
    closed_before = np.searchsorted(np.sort(day + window), event - zero, side="left")
    return np.maximum(closed_before - opened_before, 0)


def windows_between(since: float, event: float, schedule: pd.DataFrame, day_1: float) -> list[tuple[int, float, float]]:
    """The same assessments for one subject: row of the schedule, first and last date of the window."""
    day, window = (schedule[column].astype(float).to_numpy() for column in ("DAY", "WINDOW"))
    opens, closes = day - window + day_1 - 1, day + window + day_1 - 1
    return [(int(i), opens[i], closes[i]) for i in np.flatnonzero((opens > since) & (closes < event))]


class Choice:
    """For each subject the earliest (or latest) record of several selections that is not after ``until``.

    date, which, position: the record's date, the number of its selection and its position in that
    """

    def __init__(self, subjects: Selection, selections: list[Event], until: object, latest: bool = False):
        n = len(subjects.frame)
        self.selections = selections
        until = np.append(
            np.broadcast_to(np.asarray(until, float), n), np.nan
        )  # the last for subjects who get no record
        dates, positions = [np.full(n, np.nan)], [np.full(n, NONE)]
        for selection in selections:
            who, date = owner(subjects, selection), selection.frame[selection.date].to_numpy()
            positions.append((last if latest else first)(who, date, n, date <= until[who]))
            dates.append(np.append(date, np.nan)[positions[-1]])
        order = np.array(dates) * (-1 if latest else 1)
        chosen = np.where(np.isnan(order), np.inf, order).argmin(axis=0)
        self.date, self.position = np.array(dates)[chosen, np.arange(n)], np.array(positions)[chosen, np.arange(n)]
        self.which, self.found = chosen - 1, ~np.isnan(self.date)
