"""Which part of a subject's latest date up to a date was imputed."""

from __future__ import annotations

from onespec.adam.methods._dates import complete, days, last_day
from onespec.adam.methods._flags import day_imputed
from onespec.engine.contract import Many, PerGroup
from onespec.engine.registry import method


@method("""D when the latest {date} of the subject that is not after {until}, a missing day read as the last day of its
month, lacks the day and no complete {date} is equal to it; blank otherwise.""")
def last_date_until_flag(date: Many, until: str) -> PerGroup:
    known, whole = days(date.column, last_day), days(date.column)
    latest, exact = (date.greatest(column.where(column <= complete(until))) for column in (known, whole))
    return day_imputed(latest.notna() & (latest != exact))
