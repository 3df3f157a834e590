"""Check: numbers that must be those of another record."""

from dataclasses import dataclass, field

import numpy as np

from onespec.engine.columns import as_number, as_text, positions_in
from onespec.engine.contract import Beside, Name, Report, Selection
from onespec.engine.registry import check


@dataclass
class Planned(Selection):
    """The records that say what is right; ``match`` names its columns, in the order of the check's."""

    value: Name = ""
    match: list[Name] = field(default_factory=list)


@check(
    "Each {value} of {source} differs by at most {percent} percent from that of {planned} of the same subject and the "
    "same {match}.",
    reports=("CHECK-CONTRADICTION",),
)
def must_agree_with(  # parameters: two numbers, what they have in common, how far they may differ, and the words
    source: Selection,
    value: Name,
    match: list[Name],
    planned: Planned,
    message: str,
    report: Report,
    percent: float = 0,
    fix: str = "",
) -> None:
    """A query for each number that differs more; one without a partner is not looked at.

    Example::

        - must_agree_with:
            from: EC
            where: {ECMOOD: PERFORMED}
            value: ECDOSE
            match: [VISIT]
            planned: {from: EC, where: {ECMOOD: SCHEDULED}, value: ECDOSE, match: [VISIT]}
            percent: 10
            message: The dose given is not the planned one.

        EC | USUBJID | ECMOOD    | ECDOSE | VISIT
           | 1       | SCHEDULED | 200    | WEEK 1
           | 1       | PERFORMED | 190    | WEEK 1
           | 1       | SCHEDULED | 200    | WEEK 2
           | 1       | PERFORMED | 150    | WEEK 2

        QUERY CHECK-CONTRADICTION, subject 1, 150: The dose given is not the planned one.
    """
    mine, theirs = (
        [side.subject, *(as_text(side.frame[name]) for name in names)]
        for side, names in ((source, match), (planned, planned.match))
    )
    partner = positions_in(mine, theirs)
    x, y = as_number(source.frame[value]).array, as_number(planned.frame[planned.value]).take(partner).array
    rows = np.flatnonzero(np.abs(x - y) * 100 > np.abs(y) * percent + 1e-9)
    fix, against = fix or "Ask the site which is right.", Beside(planned, planned.value, partner[rows])
    report.query("CHECK-CONTRADICTION", message, fix, rows, source.frame[value], against=against)
