"""Which part of a subject's earliest date was imputed."""

from __future__ import annotations

from onespec.adam.methods._dates import complete, days, first_day
from onespec.engine.columns import text
from onespec.engine.contract import Many, PerGroup
from onespec.engine.registry import method


@method("""D when the earliest {date} of the subject, a missing day read as the first day of its month, lacks the day
and no complete {date} is equal to it; blank otherwise. Dates after {until} do not count.""")
def first_date_flag(date: Many, until: str = "") -> PerGroup:
    known, whole = days(date, first_day), days(date)
    if until:
        known, whole = (column[column <= complete(until)] for column in (known, whole))
    earliest, exact = known.groupby(level=0).min(), whole.groupby(level=0).min()
    exact = exact.reindex(earliest.index)
    return text((earliest.notna() & (earliest != exact)).map({True: "D", False: ""}))
