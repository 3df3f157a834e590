"""Time to an event or to censoring: one record a subject (ADaM BDS for time-to-event analyses 1.0)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from onespec.adam.methods._dates import complete
from onespec.adam.records._choose import NONE, SOURCE, first, last, owner
from onespec.engine.columns import Name, PerSubject, Report, Rows, Selection, Table, number, text
from onespec.engine.registry import records


@dataclass(kw_only=True)
class Event(Selection):
    """Records whose date is an event; ``set`` describes it."""

    date: Name
    imputed: Name = ""      # variable that flags an imputed date
    sequence: Name = ""     # variable that identifies the record within subject


@dataclass(kw_only=True)
class Censor(Event):
    """Records whose date is a date to censor at, or a reason to; CNSR is the number of the reason."""

    CNSR: int


@records("""One record for each record of {source}; its time starts at {start}. Dates after {until} do not count.
(1) The event is the earliest date of {events}; of the same date the first listed.
(2) When the earliest date of {stop_at} lies before the event, or there is no event, the subject is censored for the
reason of {stop_at} at the latest date of {censors} on or before that date.
(3) When {fewest} or more assessments of {schedule}, counted from {day_1} as day 1, were missed before the event - each
with its whole window strictly between the event and the latest date of {missed} before it, or {start} when there is
none - the subject is censored at that latest date; without one, as {missed_from_start} says, when
{missed} has a later date.
(4) Otherwise the event counts (CNSR 0), and a subject without event is censored at the latest date of {censors}.
(5) A subject for whom these rules find no date is censored as {otherwise} says.
What is not used has no part in these rules.""",
         produces={"STARTDT": "Start of the subject's time.", "ADT": "Date of the event or of censoring.",
                   "CNSR": "0 for an event, otherwise the number of the reason for censoring.",
                   "EVNTDESC": "The event, or the reason for censoring.",
                   "CNSDTDSC": "What the date of censoring is; blank for an event.", **SOURCE})
def time_to_event(source: Selection, start: Name, events: list[Event], censors: list[Censor], until: str, report: Report,
                  stop_at: list[Censor] = (), missed: Censor | None = None, schedule: Table | None = None,
                  day_1: PerSubject | None = None, fewest: int = 1, missed_from_start: Censor | None = None, otherwise: Censor | None = None) -> Rows:
    if missed and (schedule is None or day_1 is None):
        raise ValueError("'missed' needs 'schedule' and 'day_1'")
    cut, begins = complete(until), source.frame[start].to_numpy()
    event, stop = Choice(source, events, cut), Choice(source, stop_at, cut)
    stopped = stop.found & ~(event.date <= stop.date)
    standing = event.found & ~stopped
    before = Choice(source, [missed] if missed else [], event.date - 1, latest=True)
    since = np.where(before.found, before.date, begins)
    gap = standing & (_between(since, event.date, schedule, source.subject.map(day_1)) >= fewest) if missed else np.zeros(len(begins), bool)
    out = Outcome(begins)
    out.take(event, standing & ~gap)
    out.take(Choice(source, censors, np.where(stopped, stop.date, cut), latest=True), ~standing)
    out.explain(stop, stopped & out.filled)
    out.take(before, gap)
    if missed_from_start:
        assessed = Choice(source, [missed], cut).found
        out.take(Choice(source, [missed_from_start], cut, latest=True), gap & ~before.found & assessed)
    if otherwise:
        out.take(Choice(source, [otherwise], cut, latest=True), ~out.filled)
    report.query("ADAM-NO-TIME", "The subject has neither an event nor a date to be censored at.",
                 "Look at the subject's dates, or state 'otherwise'.", ~out.filled)
    return Rows(source.subject, out.frame, source.name, np.arange(len(begins)))


def _between(since: np.ndarray, event: np.ndarray, schedule: pd.DataFrame, day_1: pd.Series) -> np.ndarray:
    """How many scheduled assessments have their whole window strictly between the two dates."""
    zero = day_1.to_numpy() - 1
    day, window = (schedule[column].astype(float).to_numpy() for column in ("DAY", "WINDOW"))
    opened_before = np.searchsorted(np.sort(day - window), since - zero, side="right")
    closed_before = np.searchsorted(np.sort(day + window), event - zero, side="left")
    return np.maximum(closed_before - opened_before, 0)


class Choice:
    """For each subject the earliest (or latest) record of several selections that is not after ``until``.

    date, which, position: the record's date, the number of its selection and its position in that
    """

    def __init__(self, subjects: Selection, selections: list[Event], until: object, latest: bool = False):
        n = len(subjects.frame)
        self.selections = selections
        until = np.append(np.broadcast_to(np.asarray(until, float), n), np.nan)  # the last for subjects who get no record
        dates, positions = [np.full(n, np.nan)], [np.full(n, NONE)]
        for selection in selections:
            who, date = owner(subjects, selection), selection.frame[selection.date].to_numpy()
            positions.append((last if latest else first)(who, date, n, date <= until[who]))
            dates.append(np.append(date, np.nan)[positions[-1]])
        order = np.array(dates) * (-1 if latest else 1)
        chosen = np.where(np.isnan(order), np.inf, order).argmin(axis=0)
        self.date, self.position = np.array(dates)[chosen, np.arange(n)], np.array(positions)[chosen, np.arange(n)]
        self.which, self.found = chosen - 1, ~np.isnan(self.date)


class Outcome:
    """The produced columns, filled rule by rule; what no rule fills stays blank."""

    def __init__(self, begins: np.ndarray):
        n = len(begins)
        self.filled = np.zeros(n, bool)
        self._columns = {"STARTDT": begins, **{c: np.full(n, np.nan) for c in ("ADT", "CNSR", "SRCSEQ")},
                         **{c: np.full(n, "", object) for c in ("ADTF", "EVNTDESC", "CNSDTDSC", "SRCDOM", "SRCVAR")}}

    @property
    def frame(self) -> pd.DataFrame:
        return pd.DataFrame({name: text(c) if c.dtype == object else number(c) for name, c in self._columns.items()})

    def take(self, choice: Choice, who: np.ndarray) -> None:
        """The chosen record's date, source, reason and description, for those of ``who`` who have one."""
        for i, selection in enumerate(choice.selections):
            rows = np.flatnonzero(who & (choice.which == i))
            self._fill(rows, {"ADT": choice.date[rows], "SRCDOM": selection.name, "SRCVAR": selection.date,
                              "CNSR": getattr(selection, "CNSR", 0), **selection.set})
            for column, name in (("ADTF", selection.imputed), ("SRCSEQ", selection.sequence)):
                if name:
                    self._fill(rows, {column: selection.frame[name].to_numpy()[choice.position[rows]]})
            self.filled[rows] = True

    def explain(self, choice: Choice, who: np.ndarray) -> None:
        """Only the chosen record's reason and description; the date stays."""
        for i, selection in enumerate(choice.selections):
            self._fill(np.flatnonzero(who & (choice.which == i)), {"CNSR": selection.CNSR, **selection.set})

    def _fill(self, rows: np.ndarray, values: dict[str, object]) -> None:
        for name, value in values.items():
            self._columns[name][rows] = value
