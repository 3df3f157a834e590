"""`time_to_event` explained: every candidate event and date of censoring with its date, and the rule that won."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from onespec.adam.records._choose import day, owner
from onespec.adam.records._event_or_censoring import EventOrCensoring
from onespec.adam.records._time import Event, Missed
from onespec.engine.contract import Reason


@dataclass(frozen=True)
class TimeExplained:
    """What was considered for each subject, and the rule that gave the date; ``subjects`` are those with a record."""

    found: EventOrCensoring
    subjects: np.ndarray

    def reasons(self, record: int) -> list[Reason]:
        record = int(self.subjects[record])
        found, lines = self.found, [self._start(record)]
        for what, selections in (
            ("Event", found.events),
            ("Stop", found.censoring.stop_at),
            ("Censoring", found.censoring.censors),
        ):
            lines += self._candidates(what, selections, record)
        assessed = found.assessments.assessed
        if assessed and not (owner(found.source, assessed) == record).any():
            lines.append(Reason(f"No adequate assessment: no record of {assessed.name} counts as one."))
        return [*lines, *self._missed(record), self._rule(record)]

    def _start(self, i: int) -> Reason:
        found, start = self.found, self.found.at_risk.start
        return Reason(
            f"The time starts at {start}, {day(found.begins[i])}. Dates after {day(found.cut)} do not count.",
            found.source.name,
            int(found.source.position[i]),
            start,
        )

    def _candidates(self, what: str, selections: Sequence[Event], i: int) -> Iterator[Reason]:
        """Every dated record of the subject, in order of dates."""
        none = True
        for selection in selections:
            dates = selection.frame[selection.date].to_numpy()
            rows = np.flatnonzero((owner(self.found.source, selection) == i) & ~np.isnan(dates))
            for row in rows[np.argsort(dates[rows], kind="stable")]:
                late = "; after the last date that counts" if dates[row] > self.found.cut else ""
                said = _said(selection, "CNSDTDSC" if what == "Censoring" else "EVNTDESC")
                yield Reason(
                    f"{what} candidate: {said}, {selection.date} {day(dates[row])}{late}",
                    selection.name,
                    int(selection.position[row]),
                )
                none = False
        if none and selections:
            yield Reason(f"{what} candidate: none.")

    def _missed(self, i: int) -> Iterator[Reason]:
        """The scheduled assessments that were missed before the event, where they may censor it."""
        found = self.found
        missed = found.missed_in_all if found.never_assessed[i] else found.missed
        if not (missed and found.event.found[i]):
            return
        since, what = found.begins[i], found.at_risk.start
        if found.before.found[i] and not found.never_assessed[i]:
            since, what = found.before.date[i], "the last adequate assessment before the event"
        windows = [*_windows(missed, i)]
        number = f"{len(windows) or 'no'} scheduled assessment{' was' if len(windows) == 1 else 's were'}"
        named = f" ({'; '.join(windows)})" if windows else ""
        yield Reason(
            f"Between {what}, {day(since)}, and the event, {day(found.event.date[i])}, {number} missed with the whole "
            f"window{named}; {found.assessments.fewest} or more censor."
        )

    def _rule(self, i: int) -> Reason:
        """The rule that won, with the record that its date stands on."""
        end = self.found.end(i)
        if end is None:
            return Reason("No rule finds a date.")
        selection = end.at.selections[end.at.which[i]]
        because = end.because.format(
            stop=day(self.found.stop.date[i]), fewest=self.found.assessments.fewest, said=self._described(i, selection)
        )
        cnsr, date = (self.found.values[name][i] for name in ("CNSR", "ADT"))
        return Reason(
            f"Rule won: {because}, CNSR {int(cnsr)}, at {day(date)}.",
            selection.name,
            int(selection.position[end.at.position[i]]),
            selection.date,
            decides=True,
        )

    def _described(self, i: int, selection: Event) -> str:
        return self.found.values["EVNTDESC"][i] or selection.name


def _windows(missed: Missed, i: int) -> Iterator[str]:
    """Each missed assessment of a subject by its name in the schedule where it has one, otherwise by its day."""
    named = next((c for c in missed.schedule if c not in ("DAY", "WINDOW")), None)
    names = missed.schedule[named] if named else "day " + missed.schedule["DAY"]
    for name, opens, closes, was in zip(names, missed.opens[i], missed.closes[i], missed.which[i], strict=True):
        if was:
            yield f"{name}, {day(opens)} to {day(closes)}"


def _said(selection: Event, what: str = "EVNTDESC") -> str:
    return selection.set.get(what) or selection.set.get("EVNTDESC") or selection.name
