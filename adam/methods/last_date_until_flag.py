"""Which part of a subject's latest date up to a date was imputed."""

from __future__ import annotations

from onespec.adam.methods._dates import complete, days, last_day
from onespec.engine.columns import text
from onespec.engine.contract import Many, PerGroup
from onespec.engine.registry import method


@method("""D when the latest {date} of the subject that is not after {until}, a missing day read as the last day of its
month, lacks the day and no complete {date} is equal to it; blank otherwise.""")
def last_date_until_flag(date: Many, until: str) -> PerGroup:
    known, whole = days(date, last_day), days(date)
    latest = known[known <= complete(until)].groupby(level=0).max()
    exact = whole[whole <= complete(until)].groupby(level=0).max().reindex(latest.index)
    return text((latest != exact).map({True: "D", False: ""}))
