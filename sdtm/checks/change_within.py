"""Check: results that change more than is likely."""

import numpy as np

from onespec.engine.columns import Column, as_number, as_text
from onespec.engine.contract import DateName, Name, Report, Selection
from onespec.engine.registry import check
from onespec.sdtm.checks._pairs import successive
from onespec.sdtm.methods._iso import day_number


@check(
    "Each {value} of {source} differs by at most {percent} percent from the one before it, by {date}, of the same "
    "{by}.",
    reports=("CHECK-CHANGE",),
)
def change_within(
    source: Selection, by: list[Name], value: Name, date: DateName, percent: float, report: Report
) -> None:
    """A query for each number that differs more; what is no number, 0 or not dated to the day is not looked at.

    Example::

        - change_within: {from: VS, by: [VSTESTCD], value: VSSTRESN, date: VSDTC, percent: 10}

        VS | USUBJID | VSTESTCD | VSSTRESN | VSDTC
           | 1       | WEIGHT   | 60       | 2021-01-04
           | 1       | WEIGHT   | 66       | 2021-01-11
           | 1       | WEIGHT   | 76       | 2021-01-18

        QUERY CHECK-CHANGE, subject 1, 76: The result differs from the one before it, 66, by more than 10 percent.
    """
    frame, x, days = source.frame, as_number(source.frame[value]), day_number(source.frame[date])
    groups: list[Column] = [source.subject, *(as_text(frame[name]) for name in by)]
    keep = np.asarray(x.notna()) & np.asarray(days.notna()) & np.asarray(x != 0)
    row, before = successive(groups, days, keep=keep)
    ratio = np.abs(x.array[row] - x.array[before]) * 100
    wrong = ratio > np.abs(x.array[before]) * percent + 1e-9
    shown = as_text(frame[value])
    for n, other in sorted(zip(row[wrong], before[wrong], strict=True)):
        report.query(
            "CHECK-CHANGE",
            f"The result differs from the one before it, {shown[other]}, by more than {percent:g} percent.",
            "Ask the site whether both results are right.",
            [n],
            frame[value],
            against=np.array([other]),
        )
