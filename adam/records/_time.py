"""What `time_to_event` is given, and what it looks for: events, dates to censor at, assessments that were missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from onespec.adam.records._choose import NONE, first, last, owner
from onespec.engine.contract import Bundle, NumberName, NumberPerSubject, Selection, Table, TextName
from onespec.engine.frames import Frame
from onespec.engine.kinds import Number


@dataclass(kw_only=True)
class Event(Selection):
    """Records whose date is an event; ``set`` describes it."""

    told = "{date} of {source}"

    date: NumberName
    imputed: TextName = ""  # variable that flags an imputed date
    sequence: NumberName = ""  # variable that identifies the record within subject


@dataclass(kw_only=True)
class Censor(Event):
    """Records whose date is a date to censor at, or a reason to; CNSR is the number of the reason."""

    told = "{date} of {source} (CNSR {CNSR})"

    CNSR: int


@dataclass(frozen=True)
class TimeAtRisk(Bundle):
    """When a subject's time starts, and the last date that counts (ISO 8601).

    date_before_start   what becomes of an ADT before the start; it is a query in both cases
    """

    start: NumberName
    until: str
    start_imputed: TextName = ""  # variable that flags an imputed start
    date_before_start: Literal["stands", "moves to the start"] = "stands"


@dataclass(frozen=True)
class Censoring(Bundle):
    """Dates to censor at, dates after which no event counts, and the dates that are left when no rule finds one.

    day_of_stop    what becomes of what is dated on the day of a stop itself
    without_date   what becomes of a subject for whom no rule finds a date; the record is a query
    """

    censors: list[Censor]
    stop_at: list[Censor] = field(default_factory=list)
    otherwise: list[Censor] = field(default_factory=list)
    day_of_stop: Literal["counts", "does not count"] = "counts"
    without_date: Literal["has a record", "has no record"] = "has a record"


@dataclass(frozen=True)
class ScheduleOfAssessments(Bundle):
    """The planned assessments, those that took place, and how an event after missed ones is censored.

    schedule           planned DAY of each assessment and its WINDOW, days before and after it that still count
    day_1              the date of day 1 of each subject
    fewest             so many missed assessments, or more, censor an event
    assessed           a subject without any of these was never assessed
    missed             an event after missed assessments is censored at the latest of these
    missed_from_start  and at this, when there are some, but none before the event
    """

    assessed: Event | None = None
    missed: Censor | None = None
    schedule: Table | None = None
    day_1: NumberPerSubject | None = None
    fewest: int = 1
    missed_from_start: Censor | None = None


class Missed:
    """The scheduled assessments of each subject whose whole window lies strictly between a date and the event.

    opens, closes   first and last date of each window: one row a subject, one column a row of ``schedule``
    which           True for those that were missed
    """

    def __init__(self, since: np.ndarray, event: np.ndarray, schedule: Frame, day_1: Number):
        self.schedule = schedule
        planned, window = (schedule[column].to_numpy().astype(float) for column in ("DAY", "WINDOW"))
        zero = day_1.to_numpy()[:, None] - 1
        self.opens, self.closes = planned - window + zero, planned + window + zero
        self.which = (self.opens > since[:, None]) & (self.closes < event[:, None])

    @property
    def count(self) -> np.ndarray:
        return self.which.sum(axis=1)


class Choice:
    """For each subject the earliest (or latest) record of several selections that is not after ``until``.

    date, which, position: the record's date, the number of its selection and its position in that
    """

    def __init__(
        self, subjects: Selection, selections: Sequence[Event], until: float | np.ndarray, latest: bool = False
    ):
        n = len(subjects.frame)
        self.selections = selections
        until = np.append(np.broadcast_to(until, n), np.nan)  # the last is that of rows whose subject gets no record
        dates, positions = [np.full(n, np.nan)], [np.full(n, NONE)]
        for selection in selections:
            who, date = owner(subjects, selection), selection.frame[selection.date].to_numpy()
            positions.append((last if latest else first)(who, date, n, date <= until[who]))
            dates.append(np.append(date, np.nan)[positions[-1]])
        order = np.array(dates) * (-1 if latest else 1)
        chosen = np.where(np.isnan(order), np.inf, order).argmin(axis=0)
        self.date, self.position = np.array(dates)[chosen, np.arange(n)], np.array(positions)[chosen, np.arange(n)]
        self.which, self.found = chosen - 1, ~np.isnan(self.date)
