"""Check: what must have a result at each assessment."""

from dataclasses import dataclass, field

import numpy as np

from onespec.engine.columns import as_text, blank, combinations, positions_in
from onespec.engine.contract import Name, Report, Selection
from onespec.engine.registry import check
from onespec.sdtm.checks._pairs import pairs_of


@dataclass
class Assessed(Selection):
    """The results: ``at`` names their assessment; ``match`` names columns in the order of the check's."""

    at: Name = ""
    match: list[Name] = field(default_factory=list)


@check(
    "Each record of {source} has a record of the same subject and the same {match} in {results} at each of the "
    "assessments that the subject has there.",
    reports=("CHECK-EXIST",),
)
def must_be_at_each(source: Selection, match: list[Name], results: Assessed, report: Report, fix: str = "") -> None:
    """A query for each record and assessment without its result; a result that is said not to be done is one.

    Example::

        - must_be_at_each:
            from: TU
            match: [TULNKID]
            results: {from: TR, at: VISIT, match: [TRLNKID]}

        TU | USUBJID | TULNKID
           | 1       | T1
           | 1       | T2

        TR | USUBJID | TRLNKID | VISIT
           | 1       | T1      | WEEK 1
           | 1       | T2      | WEEK 1
           | 1       | T1      | WEEK 2

        QUERY CHECK-EXIST, subject 1, T2: T2 has no record in TR at WEEK 2.
    """
    subject, at = results.subject, as_text(results.frame[results.at])
    held = np.flatnonzero(~blank(at))
    _, first = combinations([subject.take(held), at.take(held)])
    each = held[first]  # a row of each assessment
    mine, theirs = pairs_of([source.subject], [subject.take(each)])
    wanted = [as_text(source.frame[name]) for name in match]
    known = [as_text(results.frame[name]) for name in results.match]
    visit = at.take(each).take(theirs)
    asked = [source.subject.take(mine), *(column.take(mine) for column in wanted), visit]
    lacking = positions_in(asked, [subject, *known, at]) < 0
    for n in np.flatnonzero(lacking & ~blank(asked[1])):
        report.query(
            "CHECK-EXIST",
            f"{asked[1][n]} has no record in {results.name} at {visit[n]}.",
            fix or "Ask the site for the result, or for the reason that there is none.",
            [mine[n]],
            source.frame[match[0]],
        )
