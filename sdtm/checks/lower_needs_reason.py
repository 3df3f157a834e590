"""Check: a number that falls without a reason."""

import numpy as np

from onespec.engine.columns import as_number, as_text, blank
from onespec.engine.contract import DateName, Name, Report, Selection
from onespec.engine.registry import check
from onespec.sdtm.checks._pairs import successive


@check(
    "Where {value} of {source} is lower than that of the record before it, by {date}, of the same {by}, {reason} is "
    "filled.",
    reports=("CHECK-CHANGE",),
)
def lower_needs_reason(  # parameters: a number in the course of time, its reason, and the words
    source: Selection,
    by: list[Name],
    value: Name,
    date: DateName,
    reason: Name,
    message: str,
    report: Report,
    fix: str = "",
) -> None:
    """A query for each number that is lower and has no reason; records without number or date are not looked at.

    Example::

        - lower_needs_reason:
            from: EX
            by: [EXTRT]
            value: EXDOSE
            date: EXSTDTC
            reason: EXADJ
            message: The dose was reduced without a reason.

        EX | USUBJID | EXTRT  | EXDOSE | EXSTDTC    | EXADJ
           | 1       | DRUG A | 200    | 2021-01-04 |
           | 1       | DRUG A | 150    | 2021-01-25 | ADVERSE EVENT
           | 1       | DRUG A | 100    | 2021-02-15 |

        QUERY CHECK-CHANGE, subject 1, 100: The dose was reduced without a reason.
    """
    frame, x = source.frame, as_number(source.frame[value])
    groups = [source.subject, *(as_text(frame[name]) for name in by)]
    row, before = successive(groups, frame[date], keep=np.asarray(x.notna()) & ~blank(frame[date]))
    wrong = (x.array[row] < x.array[before]) & blank(as_text(frame[reason]).take(row))
    order = np.argsort(row[wrong], kind="stable")
    rows, against = row[wrong][order], before[wrong][order]
    report.query("CHECK-CHANGE", message, fix or "Ask the site for the reason.", rows, frame[value], against=against)
