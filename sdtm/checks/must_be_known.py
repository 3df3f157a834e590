"""Check: what must be known where there are certain records."""

from onespec.engine.columns import blank
from onespec.engine.contract import Name, PerRecord, Report, Selection
from onespec.engine.registry import check


@check("{value} is filled for each record of {source}.", reports=("CHECK-KNOWN",))
def must_be_known(source: Selection, shown: Name, value: PerRecord, meaning: str, report: Report) -> None:
    """A query for each record without the value: one of its subject, or its own.

    ``shown`` is the column that the query shows; ``meaning`` says in the message what the value is.

    Example::

        - must_be_known: {from: EX, shown: EXTRT, value: DM.RFICDTC, meaning: date of consent}

        EX | EXTRT | DM.RFICDTC
           | Drug  | 2021-01-04
           | Drug  |

        QUERY CHECK-KNOWN, subject 2, Drug: EX has a record of this subject, whose date of consent is not known.
    """
    report.query(
        "CHECK-KNOWN",
        f"{source.name} has a record of this subject, whose {meaning} is not known.",
        "Ask the site which is right.",
        blank(value),
        source.frame[shown],
        against=value,
    )
