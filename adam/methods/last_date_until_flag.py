"""Which part of a subject's latest date up to a date was imputed."""

from __future__ import annotations

from onespec.adam.methods._dates import days, in_bounds, last_day
from onespec.adam.methods._flags import day_imputed
from onespec.engine.contract import Column, Group, Many, PerGroup
from onespec.engine.registry import method


@method("""D when the latest {date} of the subject that is not after {until}, a missing day read as the last day of its
month, lacks the day and no complete {date} is equal to it; blank otherwise. Dates after {end} do not count.""")
def last_date_until_flag(date: Many, until: str, end: Column | None = None, group: Group | None = None) -> PerGroup:
    known, whole = days(date.column, last_day), days(date.column)
    latest, exact = (date.greatest(in_bounds(column, date, until, end, group)) for column in (known, whole))
    return day_imputed(latest.notna() & (latest != exact))
