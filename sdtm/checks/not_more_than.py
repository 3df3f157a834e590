"""Check: more records than there may be."""

import numpy as np

from onespec.engine.columns import as_text, combinations
from onespec.engine.contract import Name, Report, Selection
from onespec.engine.groups import nth_of
from onespec.engine.registry import check


@check(
    "Each subject has at most {most} records in {source}, counted for each {by} where that is given.",
    reports=("CHECK-COUNT",),
)
def not_more_than(
    source: Selection, most: int, shown: Name, message: str, report: Report, by: list[Name] | None = None, fix: str = ""
) -> None:
    """A query for the first record that is too many, with the value of ``shown``.

    Example::

        - not_more_than:
            from: TU
            most: 2
            by: [TULOC]
            shown: TULNKID
            message: More than two target lesions are of one organ.

        TU | USUBJID | TULOC | TULNKID
           | 1       | LIVER | T1
           | 1       | LIVER | T2
           | 1       | LUNG  | T3
           | 1       | LIVER | T4
           | 1       | LIVER | T5

        QUERY CHECK-COUNT, subject 1, T4: More than two target lesions are of one organ.
    """
    group, _ = combinations([source.subject, *(as_text(source.frame[name]) for name in by or ())])
    beyond = np.asarray(nth_of(group) == most)
    report.query("CHECK-COUNT", message, fix or "Ask the site which is right.", beyond, source.frame[shown])
