"""Check: whether a date says the month."""

from onespec.engine.contract import DateName, Report, Selection
from onespec.engine.registry import check

YEAR_AND_MONTH = len("2027-10")


@check("{date} of each record of {source} has a year and a month.", reports=("CHECK-MONTH",))
def month_known(source: Selection, date: DateName, meaning: str, report: Report) -> None:
    """A query for each record whose date is blank or has the year only, so that no analysis can use it.

    ``meaning`` says in the message what the date is.

    Example::

        - month_known: {from: AE, date: AESTDTC, meaning: start of the event}

        AE | AESTDTC
           | 2021-01
           | 2021

        QUERY CHECK-MONTH, subject 2, 2021: The month of the start of the event is not known, so an analysis cannot
          use the date.
    """
    dates = source.frame[date]
    report.query(
        "CHECK-MONTH",
        f"The month of the {meaning} is not known, so an analysis cannot use the date.",
        "Ask the site for the month.",
        dates.str.len() < YEAR_AND_MONTH,
        dates,
    )
