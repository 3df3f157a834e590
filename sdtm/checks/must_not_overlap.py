"""Check: periods that overlap."""

import numpy as np

from onespec.engine.columns import as_text, blank
from onespec.engine.contract import DateName, Name, Report, Selection
from onespec.engine.registry import check
from onespec.sdtm.checks._pairs import latest_before
from onespec.sdtm.methods._iso import day_number


@check(
    "No record of {source} begins before an earlier one of the subject with the same {by} is over: {start} is not "
    "before its {end}. A period without {end} goes on where {ongoing} is filled, and is one day elsewhere.",
    reports=("CHECK-OVERLAP",),
)
def must_not_overlap(  # parameters: a period has two dates and may go on
    source: Selection,
    by: list[Name],
    start: DateName,
    end: DateName,
    report: Report,
    ongoing: Name | None = None,
    message: str = "",
    fix: str = "",
) -> None:
    """A query for each record that overlaps an earlier one; one may begin on the day on which the other ends.

    Partial dates, and records of which one of ``by`` is blank, are not looked at.

    Example::

        - must_not_overlap: {from: CM, by: [CMDECOD], start: CMSTDTC, end: CMENDTC}

        CM | USUBJID | CMDECOD   | CMSTDTC    | CMENDTC
           | 1       | IBUPROFEN | 2021-01-04 | 2021-01-08
           | 1       | IBUPROFEN | 2021-01-08 | 2021-01-12
           | 1       | IBUPROFEN | 2021-01-10 | 2021-01-11
           | 2       | IBUPROFEN | 2021-01-10 | 2021-01-11

        QUERY CHECK-OVERLAP, subject 1, 2021-01-10: CM has two records with the same CMDECOD whose periods overlap.
    """
    frame, named = source.frame, [as_text(source.frame[name]) for name in by]
    begins, ends = day_number(frame[start]).array, day_number(frame[end]).array
    open_ = blank(frame[end])
    goes_on = np.zeros(len(open_), bool) if ongoing is None else ~blank(as_text(frame[ongoing]))
    over = np.where(open_, np.where(goes_on, np.inf, begins), ends)
    keep = ~np.isnan(begins) & ~np.isnan(over) & ~np.logical_or.reduce([blank(column) for column in named])
    later, earlier = latest_before([source.subject, *named], begins, over, keep)
    overlap = begins[later] < over[earlier]
    at = np.argsort(later[overlap], kind="stable")
    report.query(
        "CHECK-OVERLAP",
        message or f"{source.name} has two records with the same {', '.join(by)} whose periods overlap.",
        fix or "Ask the site which dates are right.",
        later[overlap][at],
        frame[start],
        against=earlier[overlap][at],
    )
