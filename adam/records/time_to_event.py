"""Time to an event or to censoring: one record a subject (ADaM BDS for time-to-event analyses 1.0)."""

from __future__ import annotations

import numpy as np

from onespec.adam.records._event_or_censoring import EventOrCensoring
from onespec.adam.records._explain_time import TimeExplained
from onespec.adam.records._time import Censoring, Event, ScheduleOfAssessments, TimeAtRisk
from onespec.engine.columns import text
from onespec.engine.contract import Report, Rows, Selection
from onespec.engine.registry import records


@records(
    """One record for each record of {source}; its time starts at {start}. Dates after {until} do not count. The
event is the earliest date of {events}; of the same date the first listed. An assessment of {schedule}, counted from
{day_1} as day 1, is missed between two dates when its whole window lies strictly between them. The first of these
rules that holds decides:
(1) A subject with no date of {assessed}, and with no event or with {fewest} or more assessments missed between
{start} and the event, is censored as {otherwise} says.
(2) When {stop_at} has a date, and no event comes on or before the earliest one, the subject is censored at the
latest date of {censors} on or before that date: CNSR and EVNTDESC are those of the former, date, source and CNSDTDSC
those of the latter. Without one, date, source and CNSDTDSC are those of {otherwise}. What is dated on the day of the
stop itself {day_of_stop}.
(3) When {fewest} or more assessments were missed between the latest date of {missed} before the event, or {start}
when there is none, and the event, the subject is censored at that latest date. Without one, but with a later one, it
is censored as {missed_from_start} says.
(4) An event counts (CNSR 0).
(5) A subject without event is censored at the latest date of {censors}.
(6) When the rule that holds finds no date, the subject is censored as {otherwise} says: the latest of its dates, of
the same date the first listed.
(7) A subject for whom no rule finds a date {without_date}. An ADT before the start {date_before_start}.""",
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
    reports=("ADAM-NO-TIME", "ADAM-TIME"),
)
def time_to_event(
    source: Selection,
    at_risk: TimeAtRisk,
    events: list[Event],
    censoring: Censoring,
    assessments: ScheduleOfAssessments,
    report: Report,
) -> Rows:
    planned = (assessments.schedule, assessments.day_1)
    for name, given, needs in (
        ("assessed", assessments.assessed, (*planned, censoring.otherwise or None)),
        ("missed", assessments.missed, planned),
    ):
        if given and any(each is None for each in needs):
            raise ValueError(f"'{name}' needs 'schedule' and 'day_1'{', and otherwise' if needs[2:] else ''}")
    found = EventOrCensoring(source, at_risk, events, censoring, assessments)
    made = np.flatnonzero(found.ended | (censoring.without_date == "has a record"))
    report.query(
        "ADAM-NO-TIME",
        "The subject has neither an event nor a date to be censored at.",
        "Look at the subject's dates, or state 'otherwise'.",
        made[~found.ended[made]],
    )
    report.query(
        "ADAM-TIME",
        "The date of the event or of censoring lies before the start of the subject's time.",
        "Find out which of the two dates is wrong.",
        found.early,
        text(["; ".join(found.told(i)) if early else "" for i, early in enumerate(found.early.tolist())]),
        "ADT",
    )
    return Rows(
        source.subject.take(made), found.values.take(made), source.name, made, decision=TimeExplained(found, made)
    )
