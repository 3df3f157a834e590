"""Check: doses that are not the planned ones."""

from dataclasses import dataclass, field

import numpy as np

from onespec.engine.columns import Column, as_number, as_text, positions_in
from onespec.engine.contract import Bundle, Name, NumberName, Report, Selection
from onespec.engine.registry import check


@dataclass(frozen=True)
class GivenDose(Bundle):
    """A dose, and what it has in common with the planned one and with the size."""

    dose: NumberName
    match: list[Name]


@dataclass(kw_only=True)
class PlannedDose(Selection):
    """The planned doses; ``match`` names their columns, in the order of the check's."""

    dose: NumberName
    match: list[Name] = field(default_factory=list)


@dataclass(kw_only=True)
class Size(Selection):
    """What planned doses are multiplied by (m2, kg); ``match`` as of the planned doses."""

    value: NumberName
    match: list[Name] = field(default_factory=list)


@dataclass(frozen=True)
class Difference(Bundle):
    """How far from the planned dose a dose is told of, in percent: more than ``beyond``, and ``up_to`` at most (any).

    Two checks may share the doses: one up to 25%, say, and one beyond it.
    """

    beyond: float
    up_to: float | None = None


@check(
    "{dose} of each record of {source} is no more than {beyond} percent above or below the {planned.dose} of {planned} "
    "of the same subject and the same {match}, times the {size.value} of {size}; what differs by more than {up_to} "
    "percent is not told.",
    reports=("CHECK-DOSE",),
)
def near_planned_dose(
    source: Selection, given: GivenDose, planned: PlannedDose, size: Size, difference: Difference, report: Report
) -> None:
    """A query for each dose that differs too much.  Without a planned dose or size above 0 none is looked at.

    Example::

        - near_planned_dose:
            from: EC
            where: {ECMOOD: PERFORMED, ECADJ: ""}
            dose: ECDOSE
            match: [VISIT]
            planned: {from: EC, where: {ECMOOD: SCHEDULED}, dose: ECDOSE, match: [VISIT]}
            size: {from: VS, where: {VSTESTCD: WEIGHT}, value: VSSTRESN, match: [VISIT]}
            beyond: 10

        EC | USUBJID | ECMOOD    | VISIT | ECDOSE | ECADJ
           | 1       | SCHEDULED | DAY 1 | 5      |
           | 1       | PERFORMED | DAY 1 | 330    |
           | 2       | SCHEDULED | DAY 1 | 5      |
           | 2       | PERFORMED | DAY 1 | 300    |
           | 3       | SCHEDULED | DAY 1 | 5      |
           | 3       | PERFORMED | DAY 1 | 300    | ADVERSE EVENT

        VS | USUBJID | VSTESTCD | VISIT | VSSTRESN
           | 1       | WEIGHT   | DAY 1 | 60
           | 2       | WEIGHT   | DAY 1 | 70
           | 3       | WEIGHT   | DAY 1 | 70

        QUERY CHECK-DOSE, subject 2, 300: The dose is 14.3% below the planned one, 350.
    """
    doses = as_number(source.frame[given.dose])
    wanted = _keys(source, given.match)
    due, by = (
        as_number(side.frame[column]).take(positions_in(wanted, _keys(side, side.match)))
        for side, column in ((planned, planned.dose), (size, size.value))
    )
    due = due * by
    due = due.where(due > 0)
    percent = 100 * (doses / due - 1)
    off = percent.abs().round(6)  # 330 of 300 is 10%, also where a quotient of doubles is a little more
    for row in np.flatnonzero((off > difference.beyond) & (off <= (difference.up_to or np.inf))):
        n = int(row)
        side = "above" if percent[n] > 0 else "below"
        report.query(
            "CHECK-DOSE",
            f"The dose is {off[n]:.1f}% {side} the planned one, {due[n]:.6g}.",
            "Ask the site whether the doses are right, and for the reason of the difference.",
            [row],
            source.frame[given.dose],
        )


def _keys(side: Selection, names: list[str]) -> list[Column]:
    return [side.subject, *(as_text(side.frame[name]) for name in names)]
