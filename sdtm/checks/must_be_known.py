"""Check: what must be known of a subject with certain records."""

from onespec.engine.contract import Name, PerSubject, Report, Selection
from onespec.engine.registry import check


@check("{value} is filled for the subject of each record of {source}.", reports=("CHECK-KNOWN",))
def must_be_known(source: Selection, shown: Name, value: PerSubject, meaning: str, report: Report) -> None:
    """A query for each record of a subject without the value; ``shown`` is the column that the query shows.

    ``meaning`` says in the message what the value is.
    """
    unknown = value.of(source.subject).isna()
    report.query(
        "CHECK-KNOWN",
        f"{source.name} has a record of this subject, whose {meaning} is not known.",
        "Ask the site which is right.",
        unknown,
        source.frame[shown],
        against=value,
    )
