"""Check: records that stand twice."""

import numpy as np

from onespec.engine.columns import as_text, blank, combinations
from onespec.engine.contract import DateName, Name, Report, Selection
from onespec.engine.registry import check
from onespec.sdtm.methods._iso import is_complete


@check(
    "No two records of {source} of the subject have the same {by} and, where it is given, the same {date}.",
    reports=("CHECK-TWICE",),
)
def must_not_repeat(  # parameters: what is the same, and the words
    source: Selection, by: list[Name], report: Report, date: DateName | None = None, message: str = "", fix: str = ""
) -> None:
    """A query for each record after the first of its like.

    Records of which one of ``by`` is blank are not looked at, and neither are those of a date that is partial: they
    may be of two days.

    Example::

        - must_not_repeat: {from: AE, by: [AEDECOD], date: AESTDTC}

        AE | USUBJID | AEDECOD | AESTDTC
           | 1       | Nausea  | 2021-01-04
           | 1       | Nausea  | 2021-01-04
           | 1       | Nausea  | 2021-02
           | 1       | Nausea  | 2021-02
           | 2       | Nausea  | 2021-01-04

        QUERY CHECK-TWICE, subject 1, Nausea: AE has a record with the same AEDECOD, AESTDTC already.
    """
    frame, names = source.frame, [*by, *([] if date is None else [date])]
    named = [as_text(frame[name]) for name in names]
    keep = ~np.logical_or.reduce([blank(column) for column in named])
    rows = np.flatnonzero(keep & is_complete(frame[date]) if date is not None else keep)
    group, first = combinations([column.take(rows) for column in (source.subject, *named)])
    again = first[group] < np.arange(len(rows))
    report.query(
        "CHECK-TWICE",
        message or f"{source.name} has a record with the same {', '.join(names)} already.",
        fix or "Ask the site whether one of them is to be removed.",
        rows[again],
        frame[by[0]],
        against=rows[first[group]][again],
    )
