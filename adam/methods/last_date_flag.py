"""Which part of a subject's latest date was imputed."""

from __future__ import annotations

from onespec.adam.methods._dates import days, last_day
from onespec.engine.columns import text
from onespec.engine.contract import Many, PerGroup
from onespec.engine.registry import method


@method("""D when the latest {date} of the subject, a missing day read as the last day of its month, lacks the day and
no complete {date} is equal to it; blank otherwise.""")
def last_date_flag(date: Many) -> PerGroup:
    latest, exact = (days(date, *read).groupby(level=0).max() for read in ((last_day,), ()))
    return text((latest.notna() & (latest != exact)).map({True: "D", False: ""}))
