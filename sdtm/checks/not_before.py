"""Check: dates that come too early."""

from onespec.engine.contract import DateName, DatePerRecord, Report, Selection
from onespec.engine.registry import check
from onespec.sdtm.methods._iso import DAY, last_moment


@check("{date} of {source} is not before {limit} of the subject.", reports=("CHECK-BEFORE",))
def not_before(source: Selection, date: DateName, limit: DatePerRecord, meaning: str, report: Report) -> None:
    """A query for each date whose every possible day is before the limit; blanks are not looked at.

    ``meaning`` says in the message what the limit is.

    Example::

        - not_before: {from: EX, date: EXSTDTC, limit: DM.RFICDTC, meaning: date of consent}

        EX | EXSTDTC    | DM.RFICDTC
           | 2021-01-04 | 2021-01-04
           | 2021-01    | 2021-01-04
           | 2021-01-03 | 2021-01-04

        QUERY CHECK-BEFORE, subject 3, 2021-01-03: EX.EXSTDTC is before the date of consent.
    """
    dates, limits = source.frame[date], limit
    early = (dates != "") & (limits.str.len() >= DAY) & (last_moment(dates.str[:DAY]) < limits.str[:DAY])
    report.query(
        "CHECK-BEFORE",
        f"{source.name}.{date} is before the {meaning}.",
        "Ask the site which date is right.",
        early,
        dates,
        against=limit,
    )
