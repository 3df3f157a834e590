"""Check: dates that come too late."""

from onespec.engine.contract import DateName, DatePerRecord, Report, Selection
from onespec.engine.registry import check
from onespec.sdtm.methods._iso import DAY, last_moment


@check("{date} of {source} is not after {limit} of the subject.", reports=("CHECK-AFTER",))
def not_after(source: Selection, date: DateName, limit: DatePerRecord, meaning: str, report: Report) -> None:
    """A query for each date whose every possible day is after the limit; blanks are not looked at.

    ``meaning`` says in the message what the limit is.

    Example::

        - not_after: {from: AE, date: AESTDTC, limit: DM.DTHDTC, meaning: date of death}

        AE | AESTDTC    | DM.DTHDTC
           | 2021-04-11 | 2021-04-11
           | 2021-04    | 2021-04-11
           | 2021-04-12 | 2021-04-11

        QUERY CHECK-AFTER, subject 3, 2021-04-12: AE.AESTDTC is after the date of death.
    """
    dates, limits = source.frame[date], limit
    late = (dates != "") & (limits != "") & (dates.str[:DAY] > last_moment(limits.str[:DAY]))
    report.query(
        "CHECK-AFTER",
        f"{source.name}.{date} is after the {meaning}.",
        "Ask the site which date is right.",
        late,
        dates,
        against=limit,
    )
