"""Check: a result that must be higher than another one."""

from dataclasses import dataclass, field

import numpy as np

from onespec.engine.columns import as_number, as_text, positions_in
from onespec.engine.contract import Beside, Name, Report, Selection
from onespec.engine.registry import check


@dataclass
class Lower(Selection):
    """The records of the lower result; ``match`` names its columns, in the order of the check's."""

    value: Name = ""
    match: list[Name] = field(default_factory=list)


@check(
    "Each {value} of {source} is above that of {lower} of the same subject and the same {match}.",
    reports=("CHECK-CONTRADICTION",),
)
def must_be_above(
    source: Selection, value: Name, match: list[Name], lower: Lower, message: str, report: Report, fix: str = ""
) -> None:
    """A query for each number that is not above; what is no number, or has no partner, is not looked at.

    Example::

        - must_be_above:
            from: VS
            where: {VSTESTCD: SYSBP}
            value: VSSTRESN
            match: [VSDTC]
            lower: {from: VS, where: {VSTESTCD: DIABP}, value: VSSTRESN, match: [VSDTC]}
            message: The systolic blood pressure is not above the diastolic one.

        VS | USUBJID | VSTESTCD | VSSTRESN | VSDTC
           | 1       | SYSBP    | 120      | 2021-01-04
           | 1       | DIABP    | 80       | 2021-01-04
           | 2       | SYSBP    | 80       | 2021-01-04
           | 2       | DIABP    | 120      | 2021-01-04

        QUERY CHECK-CONTRADICTION, subject 2, 80: The systolic blood pressure is not above the diastolic one.
    """
    mine, theirs = (
        [side.subject, *(as_text(side.frame[name]) for name in names)]
        for side, names in ((source, match), (lower, lower.match))
    )
    partner = positions_in(mine, theirs)
    x, y = as_number(source.frame[value]), as_number(lower.frame[lower.value]).take(partner)
    rows = np.flatnonzero(x <= y)
    fix, against = fix or "Ask the site which result is right.", Beside(lower, lower.value, partner[rows])
    report.query("CHECK-CONTRADICTION", message, fix, rows, source.frame[value], against=against)
