"""`time_to_event` explained: every candidate event and date of censoring with its date, and the rule that won."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from onespec.adam.records._choose import day, owner
from onespec.adam.records._time import Censor, Choice, Decision, Event, windows_between
from onespec.engine.contract import Reason, Rows, Selection


def explain_time(
    made: Rows,
    source: Selection,
    start: str,
    events: list[Event],
    censors: list[Censor],
    until: str,
    report: object,
    start_imputed: str = "",
    stop_at: Sequence[Censor] = (),
    assessed: Event | None = None,
    missed: Censor | None = None,
    schedule=None,
    day_1=None,
    fewest: int = 1,
    missed_from_start: Censor | None = None,
    otherwise: Censor | None = None,
) -> list[list[Reason]]:
    """For each record made: what was considered, and the rule that gave its date."""
    found = Decision(source, start, until, events, stop_at, assessed, missed, schedule, day_1, fewest)
    censoring = Choice(source, censors, found.censor_until, latest=True)
    out = []
    for i in range(len(made)):
        lines = [
            Reason(
                f"The time starts at {start}, {day(found.begins[i])}. Dates after {day(found.cut)} do not count.",
                source.name,
                int(source.position[i]),
                start,
            )
        ]
        for what, selections in (("Event", events), ("Stop", stop_at), ("Censoring", censors)):
            lines += _candidates(what, source, selections, i, found.cut)
        if assessed and not (owner(source, assessed) == i).any():
            lines.append(Reason(f"No adequate assessment: no record of {assessed.name} counts as one."))
        if found.event.found[i] and (found.unassessed[i] or missed):
            since, what = (
                (found.begins[i], start)
                if found.unassessed[i] or not found.before.found[i]
                else (found.since[i], "the last adequate assessment before the event")
            )
            windows = windows_between(since, found.event.date[i], schedule, source.subject.map(day_1).iat[i])
            named = "; ".join(
                f"{_scheduled(schedule, row)}, {day(opens)} to {day(closes)}" for row, opens, closes in windows
            )
            lines.append(
                Reason(
                    f"Between {what}, {day(since)}, and the event, {day(found.event.date[i])}, {len(windows) or 'no'} scheduled assessment{'s were' if len(windows) != 1 else ' was'} "
                    f"missed with the whole window{f' ({named})' if named else ''}; {fewest} or more censor."
                )
            )
        lines.append(
            _rule(
                found,
                censoring,
                made,
                i,
                fewest,
                [c for c in (missed_from_start if found.gap[i] else None, otherwise) if c],
                source,
            )
        )
        out.append(lines)
    return out


def _scheduled(schedule: pd.DataFrame, row: int) -> str:
    """An assessment of the schedule by its name where it has one, otherwise by its day."""
    named = [schedule[c].iat[row] for c in schedule if c not in ("DAY", "WINDOW")]
    return named[0] if named else f"day {schedule['DAY'].iat[row]}"


def _candidates(what: str, source: Selection, selections: Sequence[Event], i: int, cut: float) -> Iterator[Reason]:
    """Every dated record of the subject, in order of dates."""
    none = True
    for selection in selections:
        dates = selection.frame[selection.date].to_numpy()
        rows = np.flatnonzero((owner(source, selection) == i) & ~np.isnan(dates))
        for row in rows[np.argsort(dates[rows], kind="stable")]:
            late = "; after the last date that counts" if dates[row] > cut else ""
            yield Reason(
                f"{what} candidate: {_said(selection, 'CNSDTDSC' if what == 'Censoring' else 'EVNTDESC')}, {selection.date} {day(dates[row])}{late}",
                selection.name,
                int(selection.position[row]),
            )
            none = False
    if none and selections:
        yield Reason(f"{what} candidate: none.")


def _rule(
    found: Decision, censoring: Choice, made: Rows, i: int, fewest: int, last: list[Censor], source: Selection
) -> Reason:
    """The rule that won, with the record that its date stands on."""
    date = made.values["ADT"].iat[i]
    if np.isnan(date):
        return Reason("No rule finds a date.")
    if found.counts[i]:
        return _won(f"Rule won: the earliest event counts, CNSR 0, at {day(date)}.", found.event, i)
    if found.gap[i] and found.before.found[i]:
        return _won(
            f"Rule won: {fewest} or more assessments were missed before the event, so it is censored at the last adequate one, CNSR "
            f"{_cnsr(made, i)}, at {day(date)}.",
            found.before,
            i,
        )
    if found.stopped[i] and not found.unassessed[i] and censoring.found[i]:
        return _won(
            f"Rule won: a stop on {day(found.stop.date[i])} comes before any event, so the subject is censored at the latest date of censoring on or "
            f"before it, CNSR {_cnsr(made, i)}, at {day(date)}.",
            censoring,
            i,
        )
    if not found.standing[i] and not found.unassessed[i] and censoring.found[i]:
        return _won(
            f"Rule won: there is no event, so the subject is censored at the latest date of censoring, CNSR {_cnsr(made, i)}, at {day(date)}.",
            censoring,
            i,
        )
    final = Choice(source, last[:1], found.cut, latest=True)
    why = (
        "no assessment of the subject counts, and too many were missed before the event"
        if found.unassessed[i]
        else "too many assessments were missed between the start and the event"
        if found.gap[i]
        else "there is neither an event nor a date of censoring"
    )
    return _won(
        f'Rule won: {why}, so the subject is censored as "{_said(last[0])}", CNSR {_cnsr(made, i)}, at {day(date)}.',
        final,
        i,
    )


def _won(text: str, choice: Choice, i: int) -> Reason:
    selection = choice.selections[choice.which[i]]
    return Reason(text, selection.name, int(selection.position[choice.position[i]]), selection.date, decides=True)


def _cnsr(made: Rows, i: int) -> int:
    return int(made.values["CNSR"].iat[i])


def _said(selection: Event, what: str = "EVNTDESC") -> str:
    return selection.set.get(what) or selection.set.get("EVNTDESC") or selection.name
