"""Check: what stays the same from record to record."""

import numpy as np

from onespec.engine.columns import as_text, blank
from onespec.engine.contract import DateName, Name, Report, Selection
from onespec.engine.registry import check
from onespec.sdtm.checks._pairs import successive


@check(
    "Each filled {value} of {source} is the one before it, by {date}, of the subject's records with the same {by}.",
    reports=("CHECK-CHANGE",),
)
def must_not_change(
    source: Selection, by: list[Name], value: Name, date: DateName, message: str, report: Report, fix: str = ""
) -> None:
    """A query for each value that is another one than before; records without a date are not looked at.

    Example::

        - must_not_change:
            from: TR
            by: [TRLNKID]
            value: TRMETHOD
            date: TRDTC
            message: The lesion was measured by another method than before.

        TR | USUBJID | TRLNKID | TRMETHOD | TRDTC
           | 1       | T1      | CT SCAN  | 2021-01-04
           | 1       | T1      | MRI      | 2021-03-01
           | 1       | T1      | MRI      | 2021-05-01
           | 1       | T2      | CT SCAN  | 2021-05-01

        QUERY CHECK-CHANGE, subject 1, MRI: The lesion was measured by another method than before.
    """
    frame, values = source.frame, as_text(source.frame[value])
    keep = ~blank(values) & ~blank(frame[date])
    groups = [source.subject, *(as_text(frame[name]) for name in by)]
    row, before = successive(groups, frame[date], keep=keep)
    other = np.asarray(values.take(row) != values.take(before))
    order = np.argsort(row[other], kind="stable")
    rows, against = row[other][order], before[other][order]
    report.query("CHECK-CHANGE", message, fix or "Ask the site which is right.", rows, frame[value], against=against)
