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
    """One record for each record of {source}, with the first of these rules that holds (ADT tells the event):
(1) No {assessed}, and no event or {fewest} or more assessments missed from {start} to it: {otherwise}.
(2) Without an event up to {stop_at}: the latest {censors} up to then, with the CNSR of {stop_at}. Without one, at the
date of {otherwise}, with that CNSR, too. That day itself {day_of_stop}.
(3) {fewest} or more assessments missed from the latest {missed} before the event, or {start} without one, to the event:
that latest one. Without one, but with a later one: {missed_from_start}.
(4) An event: CNSR 0.
(5) Without an event: the latest {censors}.
(6) The rule that holds finds no date: the latest of {otherwise}.""",
    produces={
        "CNSR": "0 for an event.",
        "STARTDT": "Start of the subject's time: {start} of the record of {source}.",
        "STARTDTF": "Imputation flag of the start of the subject's time.",
        "ADT": "Date of the event, the earliest of {events} (of the same date the first listed), or of censoring, as "
        "CNSR tells. Dates after {until} do not count. A subject without any date {without_date}. A date before the "
        "start {date_before_start}.",
        "EVNTDESC": "The event, or the reason for censoring. An assessment is missed when its whole window in "
        "{schedule} (day 1: {day_1}) lies strictly between two dates.",
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
    """At most one record for each record of the source, in its order.

    Example::

        - time_to_event:
            from: ADSL
            start: TRTSDT
            until: 2025-12-31
            events:
              - {from: ADRS, where: {AVALC: PD}, date: ADT, set: {EVNTDESC: Progression}}
              - {from: ADSL, date: DTHDT, set: {EVNTDESC: Death}}
            censors:
              - {from: ADRS, date: ADT, CNSR: 1, set: {EVNTDESC: Event-free, CNSDTDSC: Last assessment}}
            otherwise:
              - {from: ADSL, date: TRTSDT, CNSR: 2, set: {EVNTDESC: Never assessed, CNSDTDSC: Start of treatment}}

        ADSL | USUBJID | TRTSDT     | DTHDT
             | 1       | 2025-08-04 |
             | 2       | 2025-08-04 | 2025-09-20
             | 3       | 2025-08-04 |
             | 4       | 2025-08-04 |

        ADRS | USUBJID | ADT        | AVALC
             | 1       | 2025-09-15 | SD
             | 1       | 2025-10-27 | PD
             | 2       | 2025-09-15 | SD
             | 3       | 2025-09-15 | SD

        ADTTE | USUBJID | STARTDT    | ADT        | CNSR | EVNTDESC       | CNSDTDSC
              | 1       | 2025-08-04 | 2025-10-27 | 0    | Progression    |
              | 2       | 2025-08-04 | 2025-09-20 | 0    | Death          |
              | 3       | 2025-08-04 | 2025-09-15 | 1    | Event-free     | Last assessment
              | 4       | 2025-08-04 | 2025-08-04 | 2    | Never assessed | Start of treatment
    """
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
