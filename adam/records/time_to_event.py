"""Time to an event or to censoring: one record a subject (ADaM BDS for time-to-event analyses 1.0)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from onespec.adam.records._explain_time import explain_time
from onespec.adam.records._time import Censor, Choice, Decision, Event
from onespec.engine.columns import number, side_by_side, text
from onespec.engine.contract import Name, PerSubject, Report, Rows, Selection, Table
from onespec.engine.registry import records


@records(
    """One record for each record of {source}; its time starts at {start}. Dates after {until} do not count. The event is the
earliest date of {events}; of the same date the first listed. An assessment of {schedule}, counted from {day_1} as day 1, is
missed between two dates when its whole window lies strictly between them. The first of these rules that holds decides:
(1) A subject with no date of {assessed}, and with {fewest} or more assessments missed between {start} and the event, is
censored as {otherwise} says.
(2) When {stop_at} has a date, and no event comes on or before the earliest one, the subject is censored at the latest date of
{censors} on or before that date: CNSR and EVNTDESC are those of the former, date, source and CNSDTDSC those of the latter.
(3) When {fewest} or more assessments were missed between the latest date of {missed} before the event, or {start} when there is
none, and the event, the subject is censored at that latest date. Without one it is censored as {missed_from_start} says.
(4) An event counts (CNSR 0).
(5) A subject without event is censored at the latest date of {censors}.
(6) When the rule that holds finds no date, the subject is censored as {otherwise} says.""",
    produces={
        "STARTDT": "Start of the subject's time.",
        "STARTDTF": "Imputation flag of the start of the subject's time.",
        "ADT": "Date of the event or of censoring.",
        "CNSR": "0 for an event, otherwise the number of the reason for censoring.",
        "EVNTDESC": "The event, or the reason for censoring.",
        "CNSDTDSC": "What the date of censoring is; blank for an event.",
        "ADTF": "Imputation flag of the date in ADT.",
        "SRCDOM": "Dataset of the record whose date is ADT.",
        "SRCVAR": "Variable of that date.",
        "SRCSEQ": "Sequence number of that record, where its dataset has one.",
    },
    explain=explain_time,
    reports=("ADAM-NO-TIME",),
)
def time_to_event(
    source: Selection,
    start: Name,
    events: list[Event],
    censors: list[Censor],
    until: str,
    report: Report,
    start_imputed: Name = "",
    stop_at: list[Censor] = (),
    assessed: Event | None = None,
    missed: Censor | None = None,
    schedule: Table | None = None,
    day_1: PerSubject | None = None,
    fewest: int = 1,
    missed_from_start: Censor | None = None,
    otherwise: Censor | None = None,
) -> Rows:
    for name, given, needs in (
        ("assessed", assessed, (schedule, day_1, otherwise)),
        ("missed", missed, (schedule, day_1)),
    ):
        if given and any(each is None for each in needs):
            raise ValueError(f"'{name}' needs 'schedule' and 'day_1'{', and otherwise' if needs[2:] else ''}")
    found = Decision(source, start, until, events, stop_at, assessed, missed, schedule, day_1, fewest)
    out = Outcome(found.begins, source.frame[start_imputed] if start_imputed else "")
    out.take(found.event, found.counts)
    out.take(Choice(source, censors, found.censor_until, latest=True), ~found.standing & ~found.unassessed)
    out.explain(found.stop, found.stopped & out.filled)
    out.take(found.before, found.gap)
    if missed_from_start:
        out.take(Choice(source, [missed_from_start], found.cut, latest=True), found.gap & ~found.before.found)
    if otherwise:
        out.take(Choice(source, [otherwise], found.cut, latest=True), ~out.filled)
    report.query(
        "ADAM-NO-TIME",
        "The subject has neither an event nor a date to be censored at.",
        "Look at the subject's dates, or state 'otherwise'.",
        ~out.filled,
    )
    return Rows(source.subject, out.frame, source.name, np.arange(len(found.begins)))


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

    def take(self, choice: Choice, who: np.ndarray) -> None:
        """The chosen record's date, source, reason and description, for those of ``who`` who have one."""
        for i, selection in enumerate(choice.selections):
            rows = np.flatnonzero(who & (choice.which == i))
            self._fill(
                rows,
                {
                    "ADT": choice.date[rows],
                    "SRCDOM": selection.name,
                    "SRCVAR": selection.date,
                    "CNSR": getattr(selection, "CNSR", 0),
                    **selection.set,
                },
            )
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
