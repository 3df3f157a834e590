"""The rules of `time_to_event`, in order: whose time each ends, at which date, and how that is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onespec.adam.methods._dates import complete
from onespec.adam.records._choose import day
from onespec.adam.records._rules import Rule, Rules
from onespec.adam.records._time import Censor, Censoring, Choice, Event, Missed, ScheduleOfAssessments, TimeAtRisk
from onespec.engine.column import Column
from onespec.engine.columns import blanks, number
from onespec.engine.contract import Selection
from onespec.engine.frames import Frame

# Why a subject's time ends as it does: ``{stop}`` is the date of the stop, ``{fewest}`` the number of missed
# assessments that censor, ``{said}`` how the record that gives the date describes the end.
AS_SAID = ', so the subject is censored as "{said}"'
NEVER = "no assessment of the subject counts, and there is no event or too many were missed before it" + AS_SAID
STOPPED = (
    "a stop on {stop} comes before any event, "
    "so the subject is censored at the latest date of censoring on or before it"
)
STOPPED_FROM_START = "a stop on {stop} comes before any event and any date of censoring" + AS_SAID
MISSED = "{fewest} or more assessments were missed before the event, so it is censored at the last adequate one"
MISSED_FROM_START = "too many assessments were missed between the start and the event" + AS_SAID
EVENT = "the earliest event counts"
NO_EVENT = "there is no event, so the subject is censored at the latest date of censoring"
NOTHING = "there is neither an event nor a date of censoring" + AS_SAID


@dataclass(frozen=True)
class End:
    """One way to the end of a subject's time.

    at        the record whose date it is; it gives the reason and describes the end
    because   its sentence
    reason    the record that gives reason and description instead
    """

    at: Choice
    because: str
    reason: Choice | None = None


class EventOrCensoring:
    """The decision for each subject: the rule that holds, and of its ends the first that has a date.

    begins, cut      start of the subject's time; dates after ``cut`` do not count
    event, stop      earliest event; earliest date after which no event counts
    before           latest adequate assessment before the event
    missed_in_all, missed   assessments that were missed before the event: since the start; since ``before``, or the
                     start without one; None where none censors
    never_assessed   no assessment counts, and there is no event or too many were missed before it
    rules            in order; each gives its ends
    values, ended    the produced columns; True for subjects whose time has an end
    ends, early      date of the event or of censoring by the rules; True for subjects whose time ends before it starts
    """

    def __init__(
        self,
        source: Selection,
        at_risk: TimeAtRisk,
        events: list[Event],
        censoring: Censoring,
        assessments: ScheduleOfAssessments,
    ):
        self.source, self.at_risk, self.events = source, at_risk, events
        self.censoring, self.assessments = censoring, assessments
        self.cut, self.begins = complete(at_risk.until), source.frame[at_risk.start].to_numpy()
        self.event, self.stop = self._earliest(events), self._earliest(censoring.stop_at)
        self.before = self._latest(assessments.missed, self.event.date - 1)
        since = np.where(self.before.found, self.before.date, self.begins)
        self.missed_in_all = self._missed(self.begins) if assessments.assessed else None
        self.missed = self._missed(since) if assessments.missed else None
        never = ~self._earliest([assessments.assessed] if assessments.assessed else []).found
        early = self.event.found & ~self._too_many(self.missed_in_all)
        self.never_assessed = never & ~early if assessments.assessed else np.zeros(len(never), bool)
        self.rules = self._ordered()
        self.values, self.ended = self._filled()

    def _earliest(self, selections: Sequence[Event]) -> Choice:
        return Choice(self.source, selections, self.cut)

    def _latest(self, selection: Censor | None, until: float | np.ndarray) -> Choice:
        return self._latest_of([selection] if selection else [], until)

    def _latest_of(self, selections: Sequence[Censor], until: float | np.ndarray) -> Choice:
        return Choice(self.source, selections, until, latest=True)

    def _missed(self, since: np.ndarray) -> Missed:
        plan = self.assessments
        assert plan.schedule is not None and plan.day_1 is not None  # time_to_event asks for them
        return Missed(since, self.event.date, plan.schedule, plan.day_1.of(self.source.subject))

    def _too_many(self, missed: Missed | None) -> np.ndarray:
        """True for subjects whose event is censored because so many assessments were missed."""
        return self.event.found & (missed.count >= self.assessments.fewest if missed else False)

    def _ordered(self) -> Rules:
        """The rules as the text of `time_to_event` numbers them; its last, (6), is the last end of each of them."""
        event, stop, given = self.event, self.stop, self.censoring
        otherwise = self._latest_of(given.otherwise, self.cut)
        shut = 0 if given.day_of_stop == "counts" else 1  # days before the stop on which the last date lies
        stopped = stop.found & ~(event.date <= stop.date - shut)
        censored = self._latest_of(given.censors, np.where(stopped, stop.date - shut, self.cut))
        adequate = self._latest(self.assessments.missed, self.cut).found
        from_start = self._latest(self.assessments.missed_from_start, np.where(adequate, self.cut, -np.inf))
        return Rules(
            Rule(self.never_assessed, [End(otherwise, NEVER)]),
            Rule(stopped, [End(censored, STOPPED, reason=stop), End(otherwise, STOPPED_FROM_START, reason=stop)]),
            Rule(
                self._too_many(self.missed),
                [End(self.before, MISSED), End(from_start, MISSED_FROM_START), End(otherwise, MISSED_FROM_START)],
            ),
            Rule(event.found, [End(event, EVENT)]),
            Rule(True, [End(censored, NO_EVENT), End(otherwise, NOTHING)]),
        )

    def end(self, subject: int) -> End | None:
        """How the time of a subject ends; None when no rule finds a date."""
        return next((end for end in self.rules.of(subject).gives if end.at.found[subject]), None)

    def told(self, subject: int) -> tuple[str, str]:
        """The date on which a subject's time ends by the rules, and the one on which it starts, in words."""
        said = self.values["EVNTDESC"][subject] or "end"
        return f"{said} {day(self.ends[subject])}", f"{self.at_risk.start} {day(self.begins[subject])}"

    def _filled(self) -> tuple[Frame, np.ndarray]:
        imputed = self.at_risk.start_imputed
        out = Outcome(number(self.begins), self.source.frame[imputed] if imputed else blanks(len(self.begins)))
        for rule, decides in self.rules:
            for end in rule.gives:
                out.take(end, decides & end.at.found & ~out.filled)
        self.ends = number(out.columns["ADT"]).to_numpy()
        self.early = self.ends < self.begins
        if self.at_risk.date_before_start == "moves to the start":
            out.move(np.flatnonzero(self.early), {"ADT": "STARTDT", "ADTF": "STARTDTF"})
        return Frame(out.columns), out.filled


class Outcome:
    """The produced columns, filled rule by rule; what no rule fills stays blank."""

    def __init__(self, begins: Column, imputed: Column):
        n = len(begins)
        self.filled = np.zeros(n, bool)
        self.columns: dict[str, Column] = {
            "STARTDT": begins,
            **{c: blanks(n, like_number=True) for c in ("ADT", "CNSR", "SRCSEQ")},
            **{c: blanks(n) for c in ("ADTF", "EVNTDESC", "CNSDTDSC", "SRCDOM", "SRCVAR")},
            "STARTDTF": imputed,
        }

    def take(self, end: End, who: np.ndarray) -> None:
        """The date of the end with its source, reason and description, for ``who``."""
        for i, selection in enumerate(end.at.selections):
            rows = np.flatnonzero(who & (end.at.which == i))
            self._fill(rows, {"ADT": end.at.date[rows], "SRCDOM": selection.name, "SRCVAR": selection.date})
            self._fill(rows, {"CNSR": getattr(selection, "CNSR", 0), **selection.set})
            for column, name in (("ADTF", selection.imputed), ("SRCSEQ", selection.sequence)):
                if name:
                    self._fill(rows, {column: selection.frame[name].take(end.at.position[rows])})
        if end.reason:
            for i, selection in enumerate(end.reason.selections):
                rows = np.flatnonzero(who & (end.reason.which == i))
                said = {n: v for n, v in selection.set.items() if n != "CNSDTDSC"}  # that of the date stands
                self._fill(rows, {"CNSR": getattr(selection, "CNSR", 0), **said})
        self.filled |= who

    def move(self, rows: np.ndarray, columns: dict[str, str]) -> None:
        """Give some rows the value of another column."""
        self._fill(rows, {to: self.columns[by].take(rows) for to, by in columns.items()})

    def _fill(self, rows: np.ndarray, values: dict[str, object]) -> None:
        for name, value in values.items():
            self.columns[name] = self.columns[name].put(rows, value)
