"""The dose that was planned for each cycle: one record a subject and cycle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onespec.adam.methods._dates import complete, days, first_day
from onespec.engine.columns import combinations, number, positions_in
from onespec.engine.contract import Bundle, NumberName, Report, Rows, Selection, TextName
from onespec.engine.groups import Many
from onespec.engine.kinds import Number, Text
from onespec.engine.registry import records


@dataclass(frozen=True)
class Plan(Bundle):
    """The planned dose of one administration and its cycle; how many a day, on how many days, none after which."""

    dose: NumberName
    cycle: NumberName
    a_day: float
    days: int
    until: str


@dataclass(kw_only=True)
class Measured(Selection):
    """Records of what a planned dose is worked out from: a weight or surface of a cycle."""

    value: NumberName
    cycle: NumberName


@dataclass(kw_only=True)
class Begun(Selection):
    """Records of what was given, which tell when a cycle has begun."""

    start: TextName
    cycle: NumberName


@records(
    """One record for each combination of subject and {cycle} among the records of {source} with a {dose}, on the first
of them, unless the cycle begins after {until}. A cycle begins on the earliest {begun.start} of {begun} in it.""",
    produces={
        "AVAL": "{dose}, times {basis.value} of {basis} at {cycle}, else at the latest earlier one, times {a_day} a "
        "day on {days} days from the begin of the cycle, none after {until}."
    },
    reports=("ADAM-PLAN",),
)
def planned_dose_of_cycle(source: Selection, plan: Plan, begun: Begun, basis: Measured, report: Report) -> Rows:
    """A cycle without a begin is planned in full; one whose basis is not known has no record and is a query.

    Example::

        - planned_dose_of_cycle:
            from: EC
            where: {ECMOOD: SCHEDULED}
            dose: ECDOSE
            cycle: VISITNUM
            a_day: 2
            days: 14
            until: 2025-09-02
            basis: {from: VS, where: {VSTESTCD: BSA}, value: VSSTRESN, cycle: VISITNUM}
            begun: {from: EC, where: {ECMOOD: PERFORMED}, start: ECSTDTC, cycle: VISITNUM}

        EC | USUBJID | ECMOOD    | VISITNUM | ECDOSE | ECSTDTC
           | 1       | SCHEDULED | 2        | 100    |
           | 1       | SCHEDULED | 3        | 100    |
           | 1       | PERFORMED | 2        | 150    | 2025-08-04
           | 1       | PERFORMED | 3        | 150    | 2025-09-01

        VS | USUBJID | VSTESTCD | VISITNUM | VSSTRESN
           | 1       | BSA      | 2        | 1.5

        ADXX | USUBJID | EC.VISITNUM | AVAL
             | 1       | 2           | 4200
             | 1       | 3           | 600
    """
    dose, cycle = source.frame[plan.dose], source.frame[plan.cycle]
    group, first = combinations([source.subject, cycle])
    of = Many(dose, group, len(first))
    stands = of.first(keep=dose.notna())
    several = dose.notna() & (dose.to_numpy() != dose.take(stands).to_numpy()[group])
    report.query(
        "ADAM-PLAN", "The cycle has another planned dose, too; the first one counts.", "Say which is right.", several
    )
    begins = _begins(begun, source.subject.take(first), cycle.take(first))
    until = complete(plan.until)
    planned_days = np.fmin(plan.days, until - begins + 1)
    size = _latest(basis, source.subject.take(first), cycle.take(first))
    wanted = (stands >= 0) & ~(begins > until)
    report.query(
        "ADAM-PLAN",
        "The cycle has a planned dose, and nothing to work it out from.",
        "Ask the site for the weight or surface.",
        stands[wanted & np.isnan(size)],
    )
    there = np.flatnonzero(wanted & ~np.isnan(size))
    at = stands[there]
    value = dose.take(at).to_numpy() * size[there] * plan.a_day * planned_days[there]
    return Rows(source.subject.take(at), {"AVAL": number(value)}, source.name, at)


def _begins(begun: Begun, subject: Text, cycle: Number) -> np.ndarray:
    """The first day of each cycle; missing where nothing tells it."""
    theirs = [begun.subject, begun.frame[begun.cycle]]
    at = positions_in(theirs, [subject, cycle])
    known = np.flatnonzero(at >= 0)
    start = days(begun.frame[begun.start], first_day).take(known)
    return Many(start, at[known], len(cycle)).least(start).to_numpy()


def _latest(basis: Measured, subject: Text, cycle: Number) -> np.ndarray:
    """The value at each cycle, else at the latest one before it; of several of one cycle the last."""
    who, first = combinations([subject])
    theirs = positions_in([basis.subject], [subject.take(first)])
    value, at = basis.frame[basis.value].to_numpy(), basis.frame[basis.cycle].to_numpy()
    known = np.flatnonzero((theirs >= 0) & ~np.isnan(value) & ~np.isnan(at))
    known = known[np.lexsort((at[known], theirs[known]))]
    keys = theirs[known] + 1j * at[known]  # complex numbers are in order by subject, then by cycle
    place = np.searchsorted(keys, who + 1j * cycle.to_numpy(), side="right") - 1
    own = (place >= 0) & (np.append(theirs[known], -1)[place] == who)
    return np.where(own, np.append(value[known], np.nan)[np.where(own, place, -1)], np.nan)
