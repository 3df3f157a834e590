"""Check: records that need a counterpart."""

from dataclasses import dataclass, field

from onespec.engine.columns import as_text, positions_in, repeated
from onespec.engine.contract import Name, Report, Selection
from onespec.engine.registry import check


@dataclass
class Counterpart(Selection):
    """Where the counterpart is looked for; ``match`` names its columns, in the order of the check's."""

    match: list[Name] = field(default_factory=list)


@check(
    "Each record of {source} has a record in {counterpart} of the same subject and the same {match}.",
    reports=("CHECK-EXIST",),
)
def must_exist(  # parameters: two selections, and the words
    source: Selection,
    match: list[Name],
    counterpart: Counterpart,
    report: Report,
    message: str = "",
    fix: str = "",
    shown: Name | None = None,
) -> None:
    """A query for each record without a counterpart; of several with the same ``match``, for the first.

    The query shows ``shown``, or the first of ``match``.
    ``message`` and ``fix`` say in the study's own words what is wrong and what to do.

    Example::

        - must_exist: {from: TR, match: [TRLNKID], counterpart: {from: TU, match: [TULNKID]}}

        TR | USUBJID | TRLNKID
           | 1       | T1
           | 1       | T2

        TU | USUBJID | TULNKID
           | 1       | T1

        QUERY CHECK-EXIST, subject 1, T2: TR has a record without its counterpart in TU (same subject and TRLNKID).
    """
    wanted, there = (
        [side.subject, *(as_text(side.frame[name]) for name in names)]
        for side, names in ((source, match), (counterpart, counterpart.match))
    )
    lacking = (positions_in(wanted, there) < 0) & ~repeated(*wanted)
    same = f"same subject and {', '.join(match)}"
    report.query(
        "CHECK-EXIST",
        message or f"{source.name} has a record without its counterpart in {counterpart.name} ({same}).",
        fix or "Ask the site for the missing record.",
        lacking,
        source.frame[shown or match[0]],
    )
