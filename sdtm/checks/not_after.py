"""Check: dates that come too late."""

from onespec.engine.contract import DateName, DatePerRecord, Report, Selection
from onespec.engine.registry import check
from onespec.sdtm.methods._iso import DAY, last_moment


@check("{date} of {source} is not after {limit} of the subject.", reports=("CHECK-AFTER",))
def not_after(source: Selection, date: DateName, limit: DatePerRecord, meaning: str, report: Report) -> None:
    """A query for each date whose every possible day is after the limit; blanks are not looked at.

    ``meaning`` says in the message what the limit is.
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
