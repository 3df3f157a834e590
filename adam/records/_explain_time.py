"""`time_to_event` explained: every candidate event and date of censoring with its date, and the rule that won."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from onespec.adam.records._choose import day, owner
from onespec.adam.records._time import Censor, Choice, Decision, Event
from onespec.engine.columns import Reason, Rows, Selection


def explain_time(made: Rows, source: Selection, start: str, events: list[Event], censors: list[Censor], until: str, report: object,
                 start_imputed: str = "", stop_at: Sequence[Censor] = (), assessed: Event | None = None, missed: Censor | None = None,
                 schedule=None, day_1=None, fewest: int = 1,
                 missed_from_start: Censor | None = None, otherwise: Censor | None = None) -> list[list[Reason]]:
    """For each record made: what was considered, and the rule that gave its date."""
    found = Decision(source, start, until, events, stop_at, assessed, missed, schedule, day_1, fewest)
    censoring = Choice(source, censors, found.censor_until, latest=True)
    out = []
    for i in range(len(made)):
        lines = [Reason(f"The time starts at {start}, {day(found.begins[i])}. Dates after {day(found.cut)} do not count.", source.name, int(source.position[i]), start)]
        for what, selections in (("Event", events), ("Stop", stop_at), ("Censoring", censors)):
            lines += _candidates(what, source, selections, i, found.cut)
        if missed and found.event.found[i] and not found.unassessed[i]:
            lines.append(Reason(f"Between {day(found.since[i])} ({'the last adequate assessment before the event' if found.before.found[i] else start}) and the event on "
                                f"{day(found.event.date[i])}, {int(found.missed[i])} scheduled assessments were missed; {fewest} or more would censor."))
        if found.unassessed[i]:
            lines.append(Reason(f"No adequate assessment; between {start} and the event on {day(found.event.date[i])}, {int(found.missed_in_all[i])} scheduled "
                                f"assessments were missed; {fewest} or more would censor."))
        lines.append(_rule(found, censoring, made, i, fewest, missed_from_start, otherwise))
        out.append(lines)
    return out


def _candidates(what: str, source: Selection, selections: Sequence[Event], i: int, cut: float) -> Iterator[Reason]:
    """Every dated record of the subject, in order of dates."""
    none = True
    for selection in selections:
        dates = selection.frame[selection.date].to_numpy()
        rows = np.flatnonzero((owner(source, selection) == i) & ~np.isnan(dates))
        for row in rows[np.argsort(dates[rows], kind="stable")]:
            late = "; after the last date that counts" if dates[row] > cut else ""
            yield Reason(f"{what} candidate: {_said(selection, 'CNSDTDSC' if what == 'Censoring' else 'EVNTDESC')}, {selection.date} {day(dates[row])}{late}", selection.name, int(selection.position[row]))
            none = False
    if none and selections:
        yield Reason(f"{what} candidate: none.")


def _rule(found: Decision, censoring: Choice, made: Rows, i: int, fewest: int, from_start: Censor | None, otherwise: Censor | None) -> Reason:
    """The rule that won, with the record that its date stands on."""
    date = made.values["ADT"].iat[i]
    if np.isnan(date):
        return Reason("No rule finds a date.")
    if found.counts[i]:
        return _won(f"Rule won: the earliest event counts, CNSR 0, at {day(date)}.", found.event, i)
    if found.gap[i] and found.before.found[i]:
        return _won(f"Rule won: {fewest} or more assessments were missed before the event, so it is censored at the last adequate one, CNSR "
                    f"{_cnsr(made, i)}, at {day(date)}.", found.before, i)
    if found.stopped[i] and not found.unassessed[i] and censoring.found[i]:
        return _won(f"Rule won: a stop on {day(found.stop.date[i])} comes before any event, so the subject is censored at the latest date of censoring on or "
                    f"before it, CNSR {_cnsr(made, i)}, at {day(date)}.", censoring, i)
    if not found.standing[i] and not found.unassessed[i] and censoring.found[i]:
        return _won(f"Rule won: there is no event, so the subject is censored at the latest date of censoring, CNSR {_cnsr(made, i)}, at {day(date)}.", censoring, i)
    last = from_start if found.gap[i] and from_start else otherwise
    why = "the subject was never assessed and too many assessments were missed" if found.unassessed[i] else "the rules above find no date"
    return Reason(f"Rule won: {'too many assessments were missed after the start' if last is from_start else why}, so the subject is censored "
                  f"as {_said(last)}, CNSR {_cnsr(made, i)}, at {day(date)}.")


def _won(text: str, choice: Choice, i: int) -> Reason:
    selection = choice.selections[choice.which[i]]
    return Reason(text, selection.name, int(selection.position[choice.position[i]]), selection.date, decides=True)


def _cnsr(made: Rows, i: int) -> int:
    return int(made.values["CNSR"].iat[i])


def _said(selection: Event, what: str = "EVNTDESC") -> str:
    return selection.set.get(what) or selection.set.get("EVNTDESC") or selection.name
