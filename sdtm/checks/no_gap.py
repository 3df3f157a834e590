"""Check: gaps between periods that follow one another."""

import numpy as np

from onespec.engine.columns import as_text, blank
from onespec.engine.contract import DateName, Name, Report, Selection
from onespec.engine.registry import check
from onespec.sdtm.checks._pairs import latest_before
from onespec.sdtm.methods._iso import day_number


@check(
    "Each record of {source} begins at most {days} days after the earlier ones of the subject (with the same {by}, "
    "where that is given) are over: from {end}, or {start} where that is blank, to {start}.",
    reports=("CHECK-GAP",),
)
def no_gap(
    source: Selection, start: DateName, end: DateName, days: int, report: Report, by: list[Name] | None = None
) -> None:
    """A query for each record that begins later; partial dates are not looked at.  Without ``by``: of all records.

    Example::

        - no_gap: {from: EX, by: [EXTRT], start: EXSTDTC, end: EXENDTC, days: 28}

        EX | USUBJID | EXTRT  | EXSTDTC    | EXENDTC
           | 1       | DRUG A | 2021-01-04 | 2021-01-18
           | 1       | DRUG A | 2021-02-15 | 2021-03-01
           | 1       | DRUG A | 2021-04-01 | 2021-04-15

        QUERY CHECK-GAP, subject 1, 2021-04-01: More than 28 days lie between the end of the record before, 2021-03-01,
          and this one.
    """
    frame, begins = source.frame, day_number(source.frame[start]).array
    over = np.where(blank(frame[end]), begins, day_number(frame[end]).array)
    groups = [source.subject, *(as_text(frame[name]) for name in by or ())]
    later, earlier = latest_before(groups, begins, over, ~np.isnan(begins) & ~np.isnan(over))
    wrong = begins[later] - over[earlier] > days
    for row, before in sorted(zip(later[wrong], earlier[wrong], strict=True)):
        last = frame[end][before] or frame[start][before]
        report.query(
            "CHECK-GAP",
            f"More than {days} days lie between the end of the record before, {last}, and this one.",
            "Ask the site for the records between, or for the reason.",
            [row],
            frame[start],
            against=np.array([before]),
        )
