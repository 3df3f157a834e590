"""Time to an event or to censoring: one record a subject (ADaM BDS for time-to-event analyses 1.0)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from onespec.adam.records._choose import SOURCE
from onespec.adam.records._explain_time import explain_time
from onespec.adam.records._time import Censor, Choice, Decision, Event
from onespec.engine.columns import Name, PerSubject, Report, Rows, Selection, Table, number, text
from onespec.engine.registry import records


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
                   "CNSDTDSC": "What the date of censoring is; blank for an event.", **SOURCE}, explain=explain_time)
def time_to_event(source: Selection, start: Name, events: list[Event], censors: list[Censor], until: str, report: Report,
                  stop_at: list[Censor] = (), missed: Censor | None = None, schedule: Table | None = None,
                  day_1: PerSubject | None = None, fewest: int = 1, missed_from_start: Censor | None = None, otherwise: Censor | None = None) -> Rows:
    if missed and (schedule is None or day_1 is None):
        raise ValueError("'missed' needs 'schedule' and 'day_1'")
    found = Decision(source, start, until, events, stop_at, missed, schedule, day_1, fewest)
    out = Outcome(found.begins)
    out.take(found.event, found.standing & ~found.gap)
    out.take(Choice(source, censors, found.censor_until, latest=True), ~found.standing)
    out.explain(found.stop, found.stopped & out.filled)
    out.take(found.before, found.gap)
    if missed_from_start:
        assessed = Choice(source, [missed], found.cut).found
        out.take(Choice(source, [missed_from_start], found.cut, latest=True), found.gap & ~found.before.found & assessed)
    if otherwise:
        out.take(Choice(source, [otherwise], found.cut, latest=True), ~out.filled)
    report.query("ADAM-NO-TIME", "The subject has neither an event nor a date to be censored at.",
                 "Look at the subject's dates, or state 'otherwise'.", ~out.filled)
    return Rows(source.subject, out.frame, source.name, np.arange(len(found.begins)))


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
