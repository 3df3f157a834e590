"""The rules of `time_to_event`, in order: whose time each ends, at which date, and how that is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from onespec.adam.methods._dates import complete
from onespec.adam.records._rules import Rule, Rules
from onespec.adam.records._time import Censor, Censoring, Choice, Event, Missed, ScheduleOfAssessments, TimeAtRisk
from onespec.engine.columns import number, side_by_side, text
from onespec.engine.contract import Selection

AS_SAID = ', so the subject is censored as "{said}"'
TOO_MANY = "too many assessments were missed between the start and the event" + AS_SAID
NOTHING = "there is neither an event nor a date of censoring" + AS_SAID


@dataclass(frozen=True)
class End:
    """One way to the end of a subject's time.

    at        the record whose date it is; it describes the end, and gives the reason
    because   its sentence: ``{stop}`` the date of the stop, ``{said}`` how the record describes the end
    reason    the record whose reason and description stand instead
    """

    at: Choice
    because: str
    reason: Choice | None = None


class EventOrCensoring:
    """The decision for each subject: the rule that holds, and of its ends the first that has a date.

    begins, cut      start of the subject's time; dates after ``cut`` do not count
    event, stop      earliest event; earliest date after which no event counts
    before           latest adequate assessment before the event
    never_assessed   no assessment counts, and too many were missed before the event
    missed_from_start, missed_since   what was missed before the event: since the start; since ``before``, or the start without one
    rules            in order; each gives its ends
    values, ended    the produced columns; True for subjects whose time has an end
    """

    def __init__(
        self,
        source: Selection,
        at_risk: TimeAtRisk,
        events: Sequence[Event],
        censoring: Censoring,
        assessments: ScheduleOfAssessments,
    ):
        self.source, self.at_risk, self.events = source, at_risk, events
        self.censoring, self.assessments = censoring, assessments
        self.cut, self.begins = complete(at_risk.until), source.frame[at_risk.start].to_numpy()
        self.event, self.stop = self._earliest(events), self._earliest(censoring.stop_at)
        self._find_missed()
        self.rules = self._ordered()
        self.values, self.ended = self._filled()

    def _earliest(self, selections: Sequence[Event]) -> Choice:
        return Choice(self.source, selections, self.cut)

    def _latest(self, selection: Censor | None, until: object = None) -> Choice:
        return Choice(self.source, [selection] if selection else [], self.cut if until is None else until, latest=True)

    def _find_missed(self) -> None:
        plan, nobody = self.assessments, np.zeros(len(self.begins), bool)
        self.before = self._latest(plan.missed, self.event.date - 1)
        self.missed_from_start = self._missed(self.begins) if plan.assessed else None
        self.missed_since = (
            self._missed(np.where(self.before.found, self.before.date, self.begins)) if plan.missed else None
        )
        self.never_assessed = nobody
        if plan.assessed and self.missed_from_start:
            never = ~self._earliest([plan.assessed]).found
            self.never_assessed = never & self.event.found & (self.missed_from_start.count >= plan.fewest)
        self.gap = self.missed_since.count >= plan.fewest if self.missed_since else nobody

    def _missed(self, since: np.ndarray) -> Missed:
        day_1 = self.source.subject.map(self.assessments.day_1)
        return Missed(since, self.event.date, self.assessments.schedule, day_1)

    def _ordered(self) -> Rules:
        """The rules as the text of `time_to_event` numbers them; (6) is the last end of each."""
        event, stop, otherwise = self.event, self.stop, self._latest(self.censoring.otherwise)
        stopped = stop.found & ~(event.date <= stop.date)
        censored = Choice(
            self.source, self.censoring.censors, np.where(stopped, stop.date, self.cut), latest=True
        )  # of a subject who is stopped, on or before that date
        never = End(
            otherwise, "no assessment of the subject counts, and too many were missed before the event" + AS_SAID
        )
        at_stop = End(
            censored,
            "a stop on {stop} comes before any event, so the subject is censored at the latest date of censoring on or before it",
            reason=stop,
        )
        before_gap = End(
            self.before,
            f"{self.assessments.fewest} or more assessments were missed before the event, so it is censored at the last adequate one",
        )
        from_start = End(self._latest(self.assessments.missed_from_start), TOO_MANY)
        no_event = End(censored, "there is no event, so the subject is censored at the latest date of censoring")
        nothing = End(otherwise, NOTHING)
        return Rules(
            Rule(self.never_assessed, (never,)),
            Rule(stopped, (at_stop, nothing)),
            Rule(event.found & self.gap, (before_gap, from_start, End(otherwise, TOO_MANY))),
            Rule(event.found, (End(event, "the earliest event counts"),)),
            Rule(True, (no_event, nothing)),
        )

    def end(self, subject: int) -> End | None:
        """How the time of a subject ends; None when no rule finds a date."""
        return next((end for end in self.rules.of(subject).gives if end.at.found[subject]), None)

    def _filled(self) -> tuple[pd.DataFrame, np.ndarray]:
        imputed = self.at_risk.start_imputed
        out = Outcome(self.begins, self.source.frame[imputed] if imputed else "")
        for rule, decides in self.rules:
            for end in rule.gives:
                out.take(end, decides & end.at.found & ~out.filled)
        return out.frame, out.filled


class Outcome:
    """The produced columns, filled rule by rule; what no rule fills stays blank."""

    def __init__(self, begins: np.ndarray, imputed: object):
        n = len(begins)
        self.filled = np.zeros(n, bool)
        self._columns = {
            "STARTDT": begins,
            **{c: np.full(n, np.nan) for c in ("ADT", "CNSR", "SRCSEQ")},
            **{c: np.full(n, "", object) for c in ("ADTF", "EVNTDESC", "CNSDTDSC", "SRCDOM", "SRCVAR", "STARTDTF")},
        }
        self._columns["STARTDTF"][:] = imputed

    @property
    def frame(self) -> pd.DataFrame:
        return side_by_side({name: text(c) if c.dtype == object else number(c) for name, c in self._columns.items()})

    def take(self, end: End, who: np.ndarray) -> None:
        """The date of the end with its source, reason and description, for ``who``."""
        for i, selection in enumerate(end.at.selections):
            rows = np.flatnonzero(who & (end.at.which == i))
            self._fill(rows, {"ADT": end.at.date[rows], "SRCDOM": selection.name, "SRCVAR": selection.date})
            self._fill(rows, {"CNSR": getattr(selection, "CNSR", 0), **selection.set})
            for column, name in (("ADTF", selection.imputed), ("SRCSEQ", selection.sequence)):
                if name:
                    self._fill(rows, {column: selection.frame[name].to_numpy()[end.at.position[rows]]})
        if end.reason:
            for i, selection in enumerate(end.reason.selections):
                rows = np.flatnonzero(who & (end.reason.which == i))
                self._fill(rows, {"CNSR": getattr(selection, "CNSR", 0), **selection.set})
        self.filled |= who

    def _fill(self, rows: np.ndarray, values: dict[str, object]) -> None:
        for name, value in values.items():
            self._columns[name][rows] = value
